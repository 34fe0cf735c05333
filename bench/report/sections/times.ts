import type { Results, Spread } from "../../results.ts";
import { paragraphs, picture, table } from "../markdown.ts";
import { number, ratioText, spread } from "../numbers.ts";

export function recovery({ recovery }: Results): string {
	const { waiting, first, last, arithmetic } = recovery;
	return paragraphs(
		picture(
			"Seconds from the end of an outage to the first and last mail",
			"recovery",
		),
		`${number(waiting)} messages wait while Google refuses every connection for an hour. Then it takes mail again. The first mail is accepted ${number(first)} s later, the last ${number(last)} s later. Sending alone takes ${number(arithmetic)} s.`,
	);
}

export function lone({ lone: { warm, cold } }: Results): string {
	const row = (what: string, ours: Spread, other: Spread) => [
		what,
		spread(ours),
		spread(other),
		ratioText(ours, other),
	];
	return paragraphs(
		table(
			["one message, ms", "sqs-gmail-sender", "the other", "ratio"],
			[
				row(
					"warm, against one send on an open connection",
					warm.ours,
					warm.bare,
				),
				row(
					"cold, against a new function that reads the password, connects, logs in and sends",
					cold.ours,
					cold.naive,
				),
				row(
					"cold, against connect, login and send in a process that is there",
					cold.ours,
					cold.bare,
				),
			],
		),
		"Ours, and the new function, are measured from SendMessage to the 250. Half of a cold start is that of Node.js and of the local run's bootstrap, which both have.",
	);
}
