import { MAX_MESSAGE_BYTES, MAX_RECEIVE_COUNT } from "../../core/contract.ts";
import { readAttributes } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, ok, troubles } from "./check.ts";

export const deliveryQueue: Check = {
	id: "delivery-queue",
	title: "AWS services can send to the queue, and it does not lose messages",
	async run({ target, mend }) {
		const { sender } = target;
		const attributes = await readAttributes(target, sender.queueUrl);
		const { KmsMasterKeyId = "", RedrivePolicy = "{}" } = attributes;
		const policy = JSON.parse(RedrivePolicy);
		const faults = [
			{
				is: KmsMasterKeyId.endsWith("alias/aws/sqs"),
				what: "the queue is encrypted with alias/aws/sqs",
				why: "EventBridge, SNS and other services cannot use that key, and their messages are lost",
				set: { KmsMasterKeyId: "", SqsManagedSseEnabled: "true" },
			},
			{
				is:
					policy.deadLetterTargetArn !== sender.deadLetterQueueArn ||
					Number(policy.maxReceiveCount) < MAX_RECEIVE_COUNT,
				what: `the queue's redrive policy is ${RedrivePolicy}`,
				why: "each wait counts as a receive: with a low maximum, SQS moves good mail to the dead-letter queue without a reason",
				set: {
					RedrivePolicy: JSON.stringify({
						deadLetterTargetArn: sender.deadLetterQueueArn,
						maxReceiveCount: MAX_RECEIVE_COUNT,
					}),
				},
			},
			{
				is: Number(attributes.MaximumMessageSize) > MAX_MESSAGE_BYTES,
				what: `the queue accepts messages of ${attributes.MaximumMessageSize} bytes; the maximum is ${MAX_MESSAGE_BYTES}`,
				why: "the dead-letter queue could not accept such a message with its reason",
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
