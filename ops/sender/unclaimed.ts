import { seenOf } from "../../core/status/facts.ts";
import { blockedSeconds } from "../../core/status/gauges.ts";
import { verdictOf } from "../../core/status/verdict.ts";
import { counted } from "../terminal/counted.ts";
import { isoTime } from "../terminal/duration-text.ts";
import { opsAdvice } from "./mend.ts";
import { readOverview } from "./sender-state.ts";
import type { Target } from "./target.ts";

/** Describes an id without a row, without receiving messages: how many messages wait, since when, and why. */
export async function unclaimedText(
	target: Target,
	id: string,
	{ flags, now }: { readonly flags: string; readonly now: number },
): Promise<string> {
	const overview = await readOverview(target, now);
	const { ready, hidden, unknown } = overview;
	const known = `No message with the id ${id} is on record: the sender reads an id when it first tries a message`;
	if (unknown.queue !== undefined)
		return `${known}. The queue cannot be read (${unknown.queue}), so it is unknown whether messages wait.`;
	const waiting = ready + hidden;
	if (waiting === 0)
		return `${known}, and no message waits. It was never sent to this queue, or its record has expired.`;
	const kept = blockedSeconds(seenOf(overview));
	const since = kept === 0 ? "" : ` since ${isoTime(now - kept * 1000)}`;
	const { message } = verdictOf(overview, opsAdvice(target, flags));
	return `${known}. ${counted(waiting, "message waits", "messages wait")}${since}; it is among them if it was sent to this queue. ${message}`;
}
