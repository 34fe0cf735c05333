import {
	ChangeMessageVisibilityBatchCommand,
	type Message,
	ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import { readFacts } from "../../core/delivery/dead-letter.ts";
import { countDead } from "../sender/dead-counts.ts";
import type { Target } from "../sender/target.ts";
import { type Check, ok, trouble } from "./check.ts";
import { readCount } from "./dead-letters.ts";

export const nativeRedrive: Check = {
	id: "native-redrive",
	title: "AWS's own redrive button would double nothing",
	async run({ target, now, mend }) {
		const kept = target.sender.deadLetterRetention * 1000;
		const [count, byCause] = await Promise.all([
			readCount(target),
			countDead(target, now - kept),
		]);
		const doubtful = byCause["in-doubt"] ?? 0;
		if (count > 0 && doubtful > 0) {
			return trouble(
				`${doubtful} of the dead letters may have been sent already (in-doubt)`,
				"AWS's own redrive would send them again; look into the mailbox first, then resolve each",
				mend.ops("failed --cause in-doubt --list"),
			);
		}
		const known = Object.values(byCause).reduce((sum, one) => sum + one, 0);
		// Nobody looks into the queue, and hides its messages, without need.
		const strangers = count > known ? await countStrangers(target) : 0;
		return strangers === 0
			? ok(
					count === 0
						? "there are no dead letters"
						: `${count} dead letters, none in doubt`,
				)
			: trouble(
					`${strangers} of the dead letters have no reason with them: SQS moved them itself, or somebody put them there`,
					"AWS's own redrive would send them without anybody knowing why they failed",
					mend.ops("failed --cause unknown --list"),
				);
	},
};

const MOST_RECEIVES = 10;
const HIDDEN_SECONDS = 10;

async function countStrangers({ sqs, sender }: Target): Promise<number> {
	const QueueUrl = sender.deadLetterQueueUrl;
	const seen: Message[] = [];
	try {
		for (let receives = 0; receives < MOST_RECEIVES; receives += 1) {
			const { Messages = [] } = await sqs.send(
				new ReceiveMessageCommand({
					QueueUrl,
					MaxNumberOfMessages: 10,
					VisibilityTimeout: HIDDEN_SECONDS,
					WaitTimeSeconds: 0,
					MessageAttributeNames: [DEAD_LETTER_ATTRIBUTE],
				}),
			);
			if (Messages.length === 0) break;
			seen.push(...Messages);
		}
	} finally {
		for (let from = 0; from < seen.length; from += 10) {
			await sqs.send(
				new ChangeMessageVisibilityBatchCommand({
					QueueUrl,
					Entries: seen
						.slice(from, from + 10)
						.map(({ ReceiptHandle }, index) => ({
							Id: String(index),
							ReceiptHandle,
							VisibilityTimeout: 0,
						})),
				}),
			);
		}
	}
	return seen.filter(
		({ MessageAttributes }) =>
			readFacts(MessageAttributes?.[DEAD_LETTER_ATTRIBUTE]?.StringValue) ===
			undefined,
	).length;
}
