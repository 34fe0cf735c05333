import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { LambdaApi } from "../lambda/api.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import type { SqsSnsS3 } from "../sqs-sns-s3.ts";

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
	...delivery: Required<Parameters<DeliverText>>
) => Promise<unknown>;

/** Gives services the way to reach a target. `client` is what every SDK client needs. */
export function createDeliverText(
	services: {
		readonly lambda: LambdaApi;
		readonly queues: SqsSnsS3;
		readonly roleClients: RoleClients;
	},
	client: ConstructorParameters<typeof SNSClient>[0] & object,
): DeliverText {
	const snsClient = new SNSClient(client);
	const missing = (arn: string) =>
		new Error(
			`Cannot deliver to ${arn}: no template has it, or it was left out`,
		);
	/** By an ARN's service. */
	const targets: Readonly<Record<string, Deliver>> = {
		// No service waits for a function: Lambda tries again by itself, and tells the function's destinations.
		async lambda(arn, text) {
			const fn = services.lambda.find(arn);
			if (fn === undefined) throw missing(arn);
			await services.lambda.asynchronous.invoke(fn, JSON.parse(text)).firstTry;
		},
		async sqs(arn, text, { roleArn, messageGroupId }) {
			if (services.queues.store.getQueueByArn(arn) === undefined)
				throw missing(arn);
			await services.roleClients.send(arn, text, { roleArn, messageGroupId });
		},
		sns: (TopicArn, Message, { subject: Subject }) =>
			snsClient.send(new PublishCommand({ TopicArn, Message, Subject })),
	};
	return async (arn, text, options = {}) => {
		const deliver = targets[arn.split(":")[2] ?? ""];
		if (deliver === undefined)
			throw new Error(
				`Cannot deliver to ${arn}: targets here are of ${Object.keys(targets).join(", ")}`,
			);
		await deliver(arn, text, options);
	};
}
