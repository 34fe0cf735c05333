import { MAX_MESSAGE_BYTES, MAX_RECEIVE_COUNT } from "../../core/contract.ts";
import { quoted } from "../sender/mend.ts";
import { readAttributes } from "../sender/readings.ts";
import { type Check, ok, trouble } from "./check.ts";

export const deliveryQueue: Check = {
	id: "delivery-queue",
	title: "AWS services can publish to the queue, and nothing falls out of it",
	async run({ target, mend }) {
		const { sender } = target;
		const attributes = await readAttributes(target, sender.queueUrl);
		const faults = queueFaults(attributes, sender.deadLetterQueueArn);
		if (faults.length === 0)
			return ok(
				`dead letters go to ${sender.deadLetterQueueArn.split(":").at(-1)}`,
			);
		const set = Object.assign({}, ...faults.map((fault) => fault.set));
		return trouble(
			faults.map(({ what }) => what).join("; "),
			faults.map(({ why }) => why).join("; "),
			mend.aws(
				`sqs set-queue-attributes --queue-url ${sender.queueUrl} --attributes ${quoted(JSON.stringify(set))}`,
			),
		);
	},
};

interface Fault {
	readonly what: string;
	readonly why: string;
	/** The queue's attributes that are right. */
	readonly set: Readonly<Record<string, string>>;
}

/** What is wrong with the queue's attributes, as AWS tells them. */
export function queueFaults(
	attributes: Readonly<Record<string, string>>,
	deadLetterQueueArn: string,
): readonly Fault[] {
	const { KmsMasterKeyId = "", RedrivePolicy = "{}" } = attributes;
	const policy = JSON.parse(RedrivePolicy);
	const faults: Fault[] = [];
	if (KmsMasterKeyId.endsWith("alias/aws/sqs")) {
		faults.push({
			what: "the queue is encrypted with alias/aws/sqs",
			why: "EventBridge, SNS and other services cannot use that key, and what they publish is lost",
			set: { KmsMasterKeyId: "", SqsManagedSseEnabled: "true" },
		});
	}
	if (
		policy.deadLetterTargetArn !== deadLetterQueueArn ||
		Number(policy.maxReceiveCount) < MAX_RECEIVE_COUNT
	) {
		faults.push({
			what: `the queue's redrive policy is ${RedrivePolicy}`,
			why: "waiting costs receives: after too few of them SQS moves good mail away, without a reason",
			set: {
				RedrivePolicy: JSON.stringify({
					deadLetterTargetArn: deadLetterQueueArn,
					maxReceiveCount: MAX_RECEIVE_COUNT,
				}),
			},
		});
	}
	if (Number(attributes.MaximumMessageSize) > MAX_MESSAGE_BYTES) {
		faults.push({
			what: `the queue takes messages of ${attributes.MaximumMessageSize} bytes; allowed are ${MAX_MESSAGE_BYTES}`,
			why: "the dead-letter queue could not take such a message with its reason",
			set: { MaximumMessageSize: String(MAX_MESSAGE_BYTES) },
		});
	}
	return faults;
}
