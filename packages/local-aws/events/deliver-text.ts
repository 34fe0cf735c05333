import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { AwsServices } from "../endpoint.ts";

/** What a service says besides the text itself. */
export interface DeliveryOptions {
	/** Role that the service assumes for a queue. */
	readonly roleArn?: string | undefined;
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
	readonly sns: SNSClient;
}

/** Gives services the way to reach a target. `client` is what every SDK client needs. */
export function createDeliverText(
	services: AwsServices,
	client: ConstructorParameters<typeof SNSClient>[0] & object,
): DeliverText {
	const sns = new SNSClient(client);
	return async (arn, text, options = {}) => {
		const deliver = TARGETS[arn.split(":")[2] ?? ""];
		if (deliver === undefined)
			throw new Error(
				`Cannot deliver to ${arn}: targets here are of ${Object.keys(TARGETS).join(", ")}`,
			);
		await deliver({ arn, services, sns }, text, options);
	};
}

/** How to reach a target, by its ARN's service. */
const TARGETS: Readonly<Record<string, Deliver>> = {
	lambda: toFunction,
	sqs: toQueue,
	sns: toTopic,
};

// No service waits for a function: Lambda tries again by itself, and tells the function's destinations.
async function toFunction({ arn, services }: Target, text: string) {
	const { functions, asynchronous } = services.lambda;
	const fn = functions.find(({ spec }) => spec.arn === arn);
	if (fn === undefined) throw missing(arn);
	await asynchronous.invoke(fn, JSON.parse(text)).firstTry;
}

async function toQueue(
	{ arn, services }: Target,
	text: string,
	{ roleArn, messageGroupId }: DeliveryOptions,
) {
	if (services.queues.store.getQueueByArn(arn) === undefined)
		throw missing(arn);
	await services.queueSender.send(arn, text, { roleArn, messageGroupId });
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
