import { paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { isObject, jsonIn } from "../../core/json.ts";
import type { Target } from "./target.ts";

/** The outcome of one message, from the log of the sending function, which masks addresses. */
export interface LoggedOutcome {
	/** Id of the line in the log. */
	readonly eventId: string;
	/** Epoch ms. */
	readonly at: number;
	readonly outcome: string;
	readonly id: string;
	readonly producer: string;
	readonly cause: string;
	/** The reply from Google, or what is wrong with the message. */
	readonly said: string;
}

const OUTCOMES = ["sent", "dead-lettered", "maybe-sent", "expired"];

/** Outcomes since `startTime` (epoch ms), oldest first. */
export async function readOutcomes(
	{ logs: client, sender }: Target,
	startTime: number,
): Promise<readonly LoggedOutcome[]> {
	const found: LoggedOutcome[] = [];
	for await (const { events = [] } of paginateFilterLogEvents(
		{ client },
		{
			logGroupName: sender.logGroupName,
			startTime,
			filterPattern: OUTCOMES.map((outcome) => `?"${outcome}"`).join(" "),
		},
	))
		for (const { eventId = "", timestamp = 0, message = "" } of events)
			found.push(...outcomeIn(message, { eventId, at: timestamp }));
	return found.toSorted((a, b) => a.at - b.at);
}

function outcomeIn(
	line: string,
	where: Pick<LoggedOutcome, "eventId" | "at">,
): readonly LoggedOutcome[] {
	const entry = jsonIn(line);
	if (!isObject(entry)) return [];
	const text = (name: string) => String(entry[name] ?? "");
	const outcome = text("event");
	if (!OUTCOMES.includes(outcome)) return [];
	return [
		{
			...where,
			outcome,
			id: text("id"),
			producer: text("producer"),
			cause: text("cause"),
			said: text("reply") || text("sentence"),
		},
	];
}
