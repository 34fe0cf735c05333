import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ACCOUNT } from "./emulators/aws/http.ts";
import { roleId } from "./names.ts";

/** Sends to queues what AWS's own services deliver, in the name of the role that they assume. */
export class QueueSender {
	readonly #endpoint: () => string;
	readonly #region: string;
	readonly #clients = new Map<string, SQSClient>();
	#stopped = false;

	/** `endpoint` is asked for when something is sent: the sender is there before it listens. */
	constructor(endpoint: () => string, region: string) {
		this.#endpoint = endpoint;
		this.#region = region;
	}

	/** @throws what SQS refuses, such as an unknown queue; nothing when the run has stopped. */
	async send(
		queueArn: string,
		body: string,
		roleArn: string | undefined,
	): Promise<void> {
		const name = queueArn.split(":").at(-1);
		const command = new SendMessageCommand({
			QueueUrl: `${this.#endpoint()}/${ACCOUNT}/${name}`,
			MessageBody: body,
		});
		try {
			await this.#client(roleArn).send(command);
		} catch (error) {
			if (!this.#stopped) throw error;
		}
	}

	destroy(): void {
		this.#stopped = true;
		for (const client of this.#clients.values()) client.destroy();
		this.#clients.clear();
	}

	#client(roleArn: string | undefined): SQSClient {
		const accessKeyId =
			roleArn === undefined ? "local" : roleId(roleArn.split("/").at(-1) ?? "");
		const client =
			this.#clients.get(accessKeyId) ??
			new SQSClient({
				endpoint: this.#endpoint(),
				region: this.#region,
				useQueueUrlAsEndpoint: false,
				credentials: { accessKeyId, secretAccessKey: "local" },
			});
		this.#clients.set(accessKeyId, client);
		return client;
	}
}
