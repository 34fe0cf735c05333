import {
	readAttributes,
	readFunction,
	readMapping,
} from "../sender/readings.ts";
import { type Check, type CheckContext, ok, trouble } from "./check.ts";

export const visibility: Check = {
	id: "visibility",
	title: "the queues hide and keep messages long enough",
	async run(context) {
		const { visible, needed, kept, deadKept } = await read(context);
		const { sender } = context.target;
		const source = [
			...(visible < needed
				? [
						{
							what: `the visibility timeout is ${visible} s; six times the function's time-out and the batching window are ${needed} s`,
							why: "a message could come back, and be sent again, while it is at work",
							set: `VisibilityTimeout=${needed}`,
						},
					]
				: []),
			...(kept === sender.retention
				? []
				: [
						{
							what: `the queue keeps messages for ${kept} s; the template says ${sender.retention} s`,
							why: "the alarm on waiting mail that is about to expire counts on it",
							set: `MessageRetentionPeriod=${sender.retention}`,
						},
					]),
		];
		const dead =
			deadKept > sender.retention && deadKept >= sender.deadLetterRetention
				? []
				: [
						{
							what: `the dead-letter queue keeps messages for ${deadKept} s; the template says ${sender.deadLetterRetention} s`,
							why: "the time counts from when a message was first sent: one that waited long would be dropped soon",
							set: `MessageRetentionPeriod=${sender.deadLetterRetention}`,
						},
					];
		const faults = [...source, ...dead];
		if (faults.length === 0)
			return ok(
				`hidden for ${visible} s (needed ${needed} s), kept for ${kept} s, dead letters for ${deadKept} s`,
			);
		const set = (url: string, list: readonly { readonly set: string }[]) =>
			list.length === 0
				? []
				: [
						context.mend.aws(
							`sqs set-queue-attributes --queue-url ${url} --attributes ${list.map((one) => one.set).join(",")}`,
						),
					];
		return trouble(
			faults.map(({ what }) => what).join("; "),
			faults.map(({ why }) => why).join("; "),
			[
				...set(sender.queueUrl, source),
				...set(sender.deadLetterQueueUrl, dead),
			].join(" && "),
		);
	},
};

async function read({ target }: CheckContext) {
	const { sender } = target;
	const [queue, dead, fn, polls] = await Promise.all([
		readAttributes(target, sender.queueUrl),
		readAttributes(target, sender.deadLetterQueueUrl),
		readFunction(target, sender.functionName),
		readMapping(target),
	]);
	return {
		visible: Number(queue.VisibilityTimeout),
		needed: 6 * (fn.Timeout ?? 3) + (polls.MaximumBatchingWindowInSeconds ?? 0),
		kept: Number(queue.MessageRetentionPeriod),
		deadKept: Number(dead.MessageRetentionPeriod),
	};
}
