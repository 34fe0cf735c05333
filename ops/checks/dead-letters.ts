import { readIndex } from "../sender/dead-index.ts";
import { readDepth } from "../sender/readings.ts";
import { ageText } from "../terminal/duration-text.ts";
import { type Check, ok, trouble } from "./check.ts";

const DAY_MS = 86_400_000;

export const deadLetters: Check = {
	id: "dead-letters",
	title: "no dead letter is about to expire",
	async run({ target, now, mend }) {
		const { sender } = target;
		const kept = sender.deadLetterRetention * 1000;
		const [{ ready, hidden }, onRecord] = await Promise.all([
			readDepth(target, sender.deadLetterQueueUrl),
			readIndex(target, { since: now - kept }),
		]);
		const count = ready + hidden;
		if (count === 0) return ok("there are none");
		const letters = `${count} dead letter${count === 1 ? "" : "s"}`;
		if (onRecord.length === 0) return ok(`${letters}, of unknown age`);
		const age = now - Math.min(...onRecord.map(({ at }) => at));
		const said = `${letters}, the oldest ${ageText(age)} old`;
		return age < Math.max(DAY_MS / 2, kept - 3 * DAY_MS)
			? ok(said)
			: trouble(
					said,
					`the queue deletes it in ${ageText(kept - age)}`,
					mend.ops("failed"),
				);
	},
};
