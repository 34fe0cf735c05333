import {
	type Message,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { TinyStack } from "./tiny-stack.ts";

/** Takes messages off a queue of a tiny stack, as they arrive. */
export class QueueReader {
	readonly url: string;
	readonly #sqs: SQSClient;

	constructor({ aws, client }: TinyStack, queueName: string) {
		this.url = `${aws.url}/000000000000/${queueName}`;
		this.#sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
	}

	/** The next message, if it comes within `seconds`; else undefined. It is not seen again. */
	async next(seconds = 10): Promise<Message | undefined> {
		const { Messages = [] } = await this.#sqs.send(
			new ReceiveMessageCommand({
				QueueUrl: this.url,
				WaitTimeSeconds: seconds,
				MessageSystemAttributeNames: ["All"],
				MessageAttributeNames: ["All"],
				VisibilityTimeout: 43_200,
			}),
		);
		return Messages[0];
	}

	/** The next message's body, as JSON. */
	async nextJson(): Promise<Record<string, unknown>> {
		return JSON.parse((await this.next())?.Body ?? "null");
	}

	stop(): void {
		this.#sqs.destroy();
	}
}
