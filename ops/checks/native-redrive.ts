import { sweepDeadLetters } from "../dead-letters/sweep.ts";
import { countDead } from "../sender/dead-index.ts";
import { readDepth } from "../sender/readings.ts";
import type { Target } from "../sender/target.ts";
import { counted } from "../terminal/counted.ts";
import { type Check, ok, trouble } from "./check.ts";

export const nativeRedrive: Check = {
	id: "native-redrive",
	title: "the redrive of the SQS console would send no message twice",
	async run({ target, now, mend }) {
		const { deadLetterQueueUrl, deadLetterRetention } = target.sender;
		const [{ ready, hidden }, byCause] = await Promise.all([
			readDepth(target, deadLetterQueueUrl),
			countDead(target, now - deadLetterRetention * 1000),
		]);
		const count = ready + hidden;
		const known = Object.values(byCause).reduce((sum, one) => sum + one, 0);
		// Receiving hides messages from others, so it is only done when needed.
		const strangers = count > known ? await countStrangers(target) : 0;
		return strangers === 0
			? ok(
					count === 0
						? "there are no dead letters"
						: `${counted(count, "dead letter, with its reason", "dead letters, each with its reason")}`,
				)
			: trouble(
					`${counted(strangers, "of the dead letters has no reason: SQS itself moved it, or somebody put it there", "of the dead letters have no reason: SQS itself moved them, or somebody put them there")}`,
					"the redrive of the SQS console would send again what failed for an unknown reason",
					mend.ops("failed --cause unknown --list"),
				);
	},
};

const MOST_RECEIVES = 10;
const PEEK_SECONDS = 10;

async function countStrangers(target: Target): Promise<number> {
	let receives = 0;
	let strangers = 0;
	for await (const { copies } of sweepDeadLetters(target, {
		holdSeconds: PEEK_SECONDS,
	})) {
		receives += 1;
		strangers += copies.filter(({ facts }) => facts === undefined).length;
		if (receives === MOST_RECEIVES) break;
	}
	return strangers;
}
