import { MAX_MESSAGE_BYTES, MAX_RECEIVE_COUNT } from "../../core/contract.ts";
import { readAttributes } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, ok, troubles } from "./check.ts";

export const deliveryQueue: Check = {
	id: "delivery-queue",
	title: "AWS services can publish to the queue, and nothing falls out of it",
	async run({ target, mend }) {
		const { sender } = target;
		const attributes = await readAttributes(target, sender.queueUrl);
		const { KmsMasterKeyId = "", RedrivePolicy = "{}" } = attributes;
		const policy = JSON.parse(RedrivePolicy);
		const faults = [
			{
				is: KmsMasterKeyId.endsWith("alias/aws/sqs"),
				what: "the queue is encrypted with alias/aws/sqs",
				why: "EventBridge, SNS and other services cannot use that key, and what they publish is lost",
				set: { KmsMasterKeyId: "", SqsManagedSseEnabled: "true" },
			},
			{
				is:
					policy.deadLetterTargetArn !== sender.deadLetterQueueArn ||
					Number(policy.maxReceiveCount) < MAX_RECEIVE_COUNT,
				what: `the queue's redrive policy is ${RedrivePolicy}`,
				why: "waiting costs receives: after too few of them SQS moves good mail away, without a reason",
				set: {
					RedrivePolicy: JSON.stringify({
						deadLetterTargetArn: sender.deadLetterQueueArn,
						maxReceiveCount: MAX_RECEIVE_COUNT,
					}),
				},
			},
			{
				is: Number(attributes.MaximumMessageSize) > MAX_MESSAGE_BYTES,
				what: `the queue takes messages of ${attributes.MaximumMessageSize} bytes; allowed are ${MAX_MESSAGE_BYTES}`,
				why: "the dead-letter queue could not take such a message with its reason",
				set: { MaximumMessageSize: String(MAX_MESSAGE_BYTES) },
			},
		].filter(({ is }) => is);
		if (faults.length === 0)
			return ok(
				`dead letters go to ${sender.deadLetterQueueArn.split(":").at(-1)}`,
			);
		const set = Object.assign({}, ...faults.map((fault) => fault.set));
		return troubles(
			faults,
			mend.aws(
				`sqs set-queue-attributes --queue-url ${argument(sender.queueUrl)} --attributes ${argument(JSON.stringify(set))}`,
			),
		);
	},
};
