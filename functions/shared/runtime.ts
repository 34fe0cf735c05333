import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { breakerOf, itemOf, withTimesCut } from "../../core/breaker/breaker.ts";
import { tableKey } from "../../core/contract.ts";
import { domainOf } from "../../core/message/address.ts";
import { quotaItemOf, quotaOf } from "../../core/quota/quota.ts";
import { createAccessTokens } from "./access-tokens.ts";
import { clientSettings } from "./client-settings.ts";
import { createObserver } from "./observer.ts";
import { createSecretStore } from "./secret-store.ts";
import { createLogIn } from "./smtp-login.ts";
import { createVersionedItem, type ItemTable } from "./versioned-item.ts";

/** What both functions are made of: their clients, log and metrics, the mailbox's items, its secret and the login with it. */
export function createRuntime(
	config: {
		readonly sender: string;
		readonly mailbox: string;
		readonly smtpHost: string;
		readonly smtpPort: number;
		readonly tokenUrl: string;
		readonly secretArn: string;
		readonly tableName: string;
	},
	{ requestTimeoutMs }: { readonly requestTimeoutMs: number },
) {
	const now = () => Date.now();
	const observer = createObserver({
		sender: config.sender,
		now,
		write: (line) => process.stdout.write(`${line}\n`),
	});
	const { report } = observer;
	const client = clientSettings(requestTimeoutMs);
	const dynamo = new DynamoDBClient(client);
	const table = { client: dynamo, tableName: config.tableName, report };
	return {
		...observer,
		now,
		client,
		table,
		// The queue's URL names the host; a configured endpoint has to win over it.
		sqs: new SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
		...createMailboxState(config, {
			table,
			secrets: new SecretsManagerClient(client),
			now,
		}),
		logIn: createLogIn(
			{
				host: config.smtpHost,
				port: config.smtpPort,
				name: domainOf(config.mailbox),
			},
			createAccessTokens(config.tokenUrl, now),
		),
	};
}

/** What the table and the secret hold of a mailbox. */
export function createMailboxState(
	{
		mailbox,
		secretArn,
	}: { readonly mailbox: string; readonly secretArn: string },
	{
		table,
		secrets,
		now,
	}: {
		readonly table: ItemTable;
		readonly secrets: SecretsManagerClient;
		readonly now: () => number;
	},
) {
	return {
		breaker: createVersionedItem(table, {
			key: tableKey.breaker(mailbox),
			fromItem: (item) => withTimesCut(breakerOf(item), now()),
			toItem: itemOf,
		}),
		quota: createVersionedItem(table, {
			key: tableKey.quota(mailbox),
			fromItem: quotaOf,
			toItem: quotaItemOf,
		}),
		secret: createSecretStore({
			client: secrets,
			secretArn,
			now,
			report: table.report,
		}),
	};
}
