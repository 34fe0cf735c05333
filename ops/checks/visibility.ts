import {
	readAttributes,
	readFunction,
	readMapping,
} from "../sender/readings.ts";
import { keepsLonger } from "../sender/retention.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, ok, troubles } from "./check.ts";

const LONGER =
	" (longer than the template specifies, so that no mail is dropped: keep it until the waiting mail is sent)";

export const visibility: Check = {
	id: "visibility",
	title: "visibility timeout and retention of the queues are long enough",
	async run({ target, mend }) {
		const { sender } = target;
		const { queueUrl, deadLetterQueueUrl } = sender;
		const [queue, dead, fn, polls] = await Promise.all([
			readAttributes(target, queueUrl),
			readAttributes(target, deadLetterQueueUrl),
			readFunction(target, sender.functionName),
			readMapping(target),
		]);
		const visible = Number(queue.VisibilityTimeout);
		const needed =
			6 * (fn.Timeout ?? 3) + (polls.MaximumBatchingWindowInSeconds ?? 0);
		const kept = Number(queue.MessageRetentionPeriod);
		const deadKept = Number(dead.MessageRetentionPeriod);
		const faults = [
			{
				is: visible < needed,
				what: `the visibility timeout is ${visible} s; six times the function timeout plus the batching window is ${needed} s`,
				why: "a message could become visible, and be sent again, while the function processes it",
				url: queueUrl,
				set: `VisibilityTimeout=${needed}`,
			},
			{
				is: kept < sender.retention,
				what: `the queue keeps messages for ${kept} s; the template specifies ${sender.retention} s`,
				why: "waiting mail is dropped before an alarm reports that it is about to expire",
				url: queueUrl,
				set: `MessageRetentionPeriod=${sender.retention}`,
			},
			{
				is: !(
					deadKept > sender.retention && deadKept >= sender.deadLetterRetention
				),
				what: `the dead-letter queue keeps messages for ${deadKept} s; the template specifies ${sender.deadLetterRetention} s`,
				why: "dead letters are dropped before somebody can handle them; for those that SQS moves, the retention starts when they are first sent",
				url: deadLetterQueueUrl,
				set: `MessageRetentionPeriod=${sender.deadLetterRetention}`,
			},
		].filter(({ is }) => is);
		if (faults.length === 0)
			return ok(
				`hidden for ${visible} s (needed ${needed} s), kept for ${kept} s${keepsLonger(sender, kept) ? LONGER : ""}, dead letters for ${deadKept} s`,
			);
		const urls = [...new Set(faults.map(({ url }) => url))];
		return troubles(
			faults,
			urls
				.map((wrong) => {
					const set = faults.filter(({ url }) => url === wrong);
					return mend.aws(
						`sqs set-queue-attributes --queue-url ${argument(wrong)} --attributes ${set.map((one) => one.set).join(",")}`,
					);
				})
				.join(" && "),
		);
	},
};
