import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "../http.ts";
import { roleId } from "../names.ts";
import { queueUrl } from "./plan.ts";

/** Clients of the local SQS that sign as a role: what they send has the role as its SenderId. */
export class RoleClients {
	readonly #clients = new Map<string, SQSClient>();
	readonly #endpoint: () => string;
	readonly #region: string;
	#stopped = false;
	#sending = 0;

	/** `endpoint` is asked for with the first client: this is there before it listens. */
	constructor(endpoint: () => string, region: string) {
		this.#endpoint = endpoint;
		this.#region = region;
	}

	get endpoint(): string {
		return this.#endpoint();
	}

	/** Without a role: of nobody in particular. */
	sqs(roleArn: string | undefined): SQSClient {
		const accessKeyId = accessKeyIdOf(roleArn);
		const existing = this.#clients.get(accessKeyId);
		if (existing !== undefined) return existing;
		const client = new SQSClient({
			endpoint: this.endpoint,
			region: this.#region,
			useQueueUrlAsEndpoint: false,
			credentials: { accessKeyId, secretAccessKey: "local" },
		});
		this.#clients.set(accessKeyId, client);
		return client;
	}

	/**
	 * Sends to a queue what an AWS service delivers.
	 * @throws what SQS refuses, such as an unknown queue; nothing when the run has stopped.
	 */
	async send(
		queueArn: string,
		body: string,
		options: {
			readonly roleArn: string | undefined;
			/** Of a FIFO queue. */
			readonly messageGroupId?: string | undefined;
		},
	): Promise<void> {
		const command = new SendMessageCommand({
			QueueUrl: queueUrl(this.endpoint, queueArn),
			MessageBody: body,
			MessageGroupId: options.messageGroupId,
		});
		this.#sending += 1;
		try {
			await this.sqs(options.roleArn).send(command);
		} catch (error) {
			if (!this.#stopped) throw error;
		} finally {
			this.#sending -= 1;
		}
	}

	/** Whether a queue has not yet taken what it was sent. */
	get busy(): boolean {
		return this.#sending > 0;
	}

	stop(): void {
		this.#stopped = true;
		for (const client of this.#clients.values()) client.destroy();
	}
}

/** Who signs with it is the role; without one, nobody in particular. */
export function accessKeyIdOf(roleArn: string | undefined): string {
	return roleArn === undefined
		? LOCAL_CREDENTIALS.accessKeyId
		: roleId(roleArn.split("/").at(-1) ?? "");
}
