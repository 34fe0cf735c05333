import { ROUND_SECONDS } from "../../core/contract.ts";
import { readLastRound } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { ageText } from "../terminal/duration-text.ts";
import { type Check, ok, trouble } from "./check.ts";

/** Three missed rounds. */
export const SILENT_MS = 3 * ROUND_SECONDS * 1000;

export const breakerFunction: Check = {
	id: "breaker-function",
	title: "the breaker function runs every minute",
	async run({ target, now, mend }) {
		const { sender } = target;
		const { at } = await readLastRound(target);
		if (now - at < SILENT_MS) return ok(`last round ${ageText(now - at)} ago`);
		return trouble(
			at === 0
				? "the breaker function has not run yet"
				: `the breaker function last ran ${ageText(now - at)} ago`,
			"after an outage nothing resumes automatically, and alarms keep their state",
			mend.aws(`logs tail ${argument(sender.breakerLogGroupName)} --since 30m`),
		);
	},
};
