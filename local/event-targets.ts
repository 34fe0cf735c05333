import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { AwsServices } from "./emulators/aws/endpoint.ts";

/** What a service says besides the text itself. */
export interface DeliveryOptions {
	/** Group of a FIFO queue. */
	readonly messageGroupId?: string | undefined;
	/** Subject of an SNS message. */
	readonly subject?: string | undefined;
}

/**
 * Hands a text to what an ARN names, whichever stack it is from. A function has begun its work when
 * this returns; the promise is kept when the target has taken the text.
 * @throws Error when there is no such target here, or it refused.
 */
export type DeliverText = (
	arn: string,
	text: string,
	options?: DeliveryOptions,
) => Promise<void>;

type Deliver = (
	to: Target,
	text: string,
	options: DeliveryOptions,
) => Promise<unknown>;

interface Target {
	readonly arn: string;
	readonly services: AwsServices;
	readonly sqs: SQSClient;
	readonly sns: SNSClient;
}

/** Gives services the way to reach a target. `client` is what every SDK client needs. */
export function createDeliverText(
	services: AwsServices,
	client: ConstructorParameters<typeof SQSClient>[0] & object,
): DeliverText {
	const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
	const sns = new SNSClient(client);
	return async (arn, text, options = {}) => {
		const deliver = TARGETS[arn.split(":")[2] ?? ""];
		if (deliver === undefined)
			throw new Error(
				`Cannot deliver to ${arn}: targets here are of ${Object.keys(TARGETS).join(", ")}`,
			);
		await deliver({ arn, services, sqs, sns }, text, options);
	};
}

/** How to reach a target, by its ARN's service. */
const TARGETS: Readonly<Record<string, Deliver>> = {
	lambda: toFunction,
	sqs: toQueue,
	sns: toTopic,
};

async function toFunction({ arn, services }: Target, text: string) {
	const fn = services.lambda.functions.find(({ spec }) => spec.arn === arn);
	if (fn === undefined) throw missing(arn);
	await fn.invoke(JSON.parse(text));
}

async function toQueue(
	{ arn, services, sqs }: Target,
	text: string,
	{ messageGroupId }: DeliveryOptions,
) {
	const queue = services.queues.store.getQueueByArn(arn);
	if (queue === undefined) throw missing(arn);
	const group =
		messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId };
	await sqs.send(
		new SendMessageCommand({
			QueueUrl: queue.url,
			MessageBody: text,
			...group,
		}),
	);
}

async function toTopic(
	{ arn, sns }: Target,
	text: string,
	{ subject }: DeliveryOptions,
) {
	await sns.send(
		new PublishCommand({ TopicArn: arn, Message: text, Subject: subject }),
	);
}

function missing(arn: string): Error {
	return new Error(
		`Cannot deliver to ${arn}: no template has it, or it was left out`,
	);
}
