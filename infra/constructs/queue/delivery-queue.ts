import { Duration, Tags, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
	MAX_MESSAGE_BYTES,
	MAX_RECEIVE_COUNT,
} from "../../../core/contract.ts";
import type { Settings } from "../settings/settings.ts";
import type { StatefulProps } from "./stateful-props.ts";

/** The queue that producers send to, and its dead-letter queue. */
export class DeliveryQueue extends Construct {
	readonly queue: Queue;
	readonly deadLetterQueue: Queue;

	constructor(
		scope: Construct,
		id: string,
		props: StatefulProps & { readonly settings: Settings },
	) {
		super(scope, id);
		const { settings, removalPolicy, encryptionKey } = props;
		const common = {
			enforceSSL: true,
			removalPolicy,
			encryption:
				encryptionKey === undefined
					? QueueEncryption.SQS_MANAGED
					: QueueEncryption.KMS,
			encryptionMasterKey: encryptionKey,
		};
		this.deadLetterQueue = new Queue(this, "DeadLetters", {
			...common,
			retentionPeriod: Duration.seconds(settings.deadLetterRetention),
			visibilityTimeout: Duration.minutes(5),
		});
		Validations.of(this.deadLetterQueue).acknowledge({
			id: "Serverless-SQSRedrivePolicy",
			reason:
				"This is the dead-letter queue itself: alarms watch its entries and their age",
		});
		Tags.of(this.deadLetterQueue).add(
			"how-to-redrive",
			"aws sqs start-message-move-task --source-arn this-queue --destination-arn queueArn-in-the-stack-outputs",
		);
		this.queue = new Queue(this, "Resource", {
			...common,
			retentionPeriod: Duration.seconds(settings.retention),
			visibilityTimeout: Duration.seconds(settings.visibilityTimeout),
			receiveMessageWaitTime: Duration.seconds(20),
			maxMessageSizeBytes: MAX_MESSAGE_BYTES,
			deadLetterQueue: {
				queue: this.deadLetterQueue,
				maxReceiveCount: MAX_RECEIVE_COUNT,
			},
		});
	}
}
