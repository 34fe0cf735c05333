import {
	DynamoDBClient,
	GetItemCommand,
	ScanCommand,
	type ScanCommandInput,
} from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { LOCAL_CREDENTIALS } from "local-aws";
import { TABLE } from "../../core/contract.ts";

type Item = Record<string, unknown>;

/** AWS's own clients, talking to a local endpoint. */
export class LocalClients {
	readonly lambda: LambdaClient;
	readonly #dynamo: DynamoDBClient;
	readonly #settings: {
		readonly endpoint: string;
		readonly region: string;
		readonly credentials: typeof LOCAL_CREDENTIALS;
	};
	/** By the access key id that requests are signed with. */
	readonly #sqs = new Map<string, SQSClient>();

	constructor(endpoint: string) {
		this.#settings = {
			endpoint,
			region: "us-east-1",
			credentials: LOCAL_CREDENTIALS,
		};
		this.lambda = new LambdaClient(this.#settings);
		this.#dynamo = new DynamoDBClient(this.#settings);
	}

	sqs(accessKeyId = LOCAL_CREDENTIALS.accessKeyId): SQSClient {
		const client =
			this.#sqs.get(accessKeyId) ??
			new SQSClient({
				...this.#settings,
				credentials: { ...LOCAL_CREDENTIALS, accessKeyId },
				useQueueUrlAsEndpoint: false,
			});
		this.#sqs.set(accessKeyId, client);
		return client;
	}

	async item(TableName: string, key: string): Promise<Item | undefined> {
		const Key = { [TABLE.key]: { S: key } };
		const { Item } = await this.#dynamo.send(
			new GetItemCommand({ TableName, Key }),
		);
		return Item === undefined ? undefined : unmarshall(Item);
	}

	async items(TableName: string): Promise<readonly Item[]> {
		const found: Item[] = [];
		let ExclusiveStartKey: ScanCommandInput["ExclusiveStartKey"];
		do {
			const page = await this.#dynamo.send(
				new ScanCommand({ TableName, ExclusiveStartKey }),
			);
			found.push(...(page.Items ?? []).map((item) => unmarshall(item)));
			ExclusiveStartKey = page.LastEvaluatedKey;
		} while (ExclusiveStartKey !== undefined);
		return found;
	}

	destroy(): void {
		for (const client of this.#sqs.values()) client.destroy();
		this.#dynamo.destroy();
		this.lambda.destroy();
	}
}
