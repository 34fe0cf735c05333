import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { queueUrl } from "./plan.ts";
import type { RoleClients } from "./role-clients.ts";

/** Sends to queues what AWS's own services deliver, in the name of the role that they assume. */
export class QueueSender {
	readonly #clients: RoleClients;
	readonly #endpoint: () => string;
	#stopped = false;

	constructor(clients: RoleClients, endpoint: () => string) {
		this.#clients = clients;
		this.#endpoint = endpoint;
	}

	/** @throws what SQS refuses, such as an unknown queue; nothing when the run has stopped. */
	async send(
		queueArn: string,
		body: string,
		options: {
			readonly roleArn?: string | undefined;
			/** Of a FIFO queue. */
			readonly messageGroupId?: string | undefined;
		} = {},
	): Promise<void> {
		const { roleArn, messageGroupId } = options;
		const command = new SendMessageCommand({
			QueueUrl: queueUrl(this.#endpoint(), queueArn),
			MessageBody: body,
			MessageGroupId: messageGroupId,
		});
		try {
			await this.#clients.sqs(roleArn).send(command);
		} catch (error) {
			if (!this.#stopped) throw error;
		}
	}

	stop(): void {
		this.#stopped = true;
	}
}
