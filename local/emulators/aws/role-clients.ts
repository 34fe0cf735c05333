import { SQSClient } from "@aws-sdk/client-sqs";
import { roleId } from "../../names.ts";

/** Clients of the local SQS that sign as a role: what they send has the role as its SenderId. */
export class RoleClients {
	readonly #clients = new Map<string, SQSClient>();
	readonly #endpoint: string;
	readonly #region: string;

	constructor(endpoint: string, region: string) {
		this.#endpoint = endpoint;
		this.#region = region;
	}

	sqs(roleArn: unknown): SQSClient {
		const name =
			String(roleArn ?? "")
				.split("/")
				.at(-1) ?? "";
		const existing = this.#clients.get(name);
		if (existing !== undefined) return existing;
		const client = new SQSClient({
			endpoint: this.#endpoint,
			region: this.#region,
			useQueueUrlAsEndpoint: false,
			credentials: { accessKeyId: roleId(name), secretAccessKey: "local" },
		});
		this.#clients.set(name, client);
		return client;
	}
}
