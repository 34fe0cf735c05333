import { GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../functions/send-email/contract.ts";
import { maskAddress } from "../functions/send-email/domain/address.ts";
import type { Breaker } from "../functions/send-email/domain/breaker.ts";
import { breakerOf } from "../functions/send-email/domain/breaker-item.ts";
import { DEAD_CAUSES } from "../functions/send-email/domain/causes.ts";
import { parseSecret } from "../functions/send-email/domain/credential.ts";
import type { Overview } from "../functions/send-email/domain/overview.ts";
import { quotaOf } from "../functions/send-email/domain/quota-item.ts";
import { watchOf } from "../functions/send-email/domain/watch.ts";
import { readDepth } from "./queue-depth.ts";
import type { Target } from "./target.ts";

/** Everything `status` tells of a sender. */
export async function readOverview(
	target: Target,
	now: number,
): Promise<Overview> {
	const { sender } = target;
	const [breaker, quota, watch, secret, mapping, source, dead, causes] =
		await Promise.all([
			readBreaker(target),
			readItem(target, tableKey.quota(sender.mailbox)),
			readItem(target, tableKey.watch(sender.mailbox)),
			readPassword(target),
			target.lambda.send(
				new GetEventSourceMappingCommand({ UUID: sender.eventSourceMappingId }),
			),
			readDepth(target, sender.queueUrl),
			readDepth(target, sender.deadLetterQueueUrl),
			Promise.all(
				DEAD_CAUSES.map(
					async (cause) => [cause, await countDead(target, cause)] as const,
				),
			),
		]);
	const { at, readySince } = watchOf(watch);
	return {
		now,
		mailbox: maskAddress(sender.mailbox),
		breaker,
		...secret,
		mapping: mapping.State ?? "unknown",
		ready: source.ready,
		hidden: source.hidden,
		deadLetters: dead.ready + dead.hidden,
		deadByCause: Object.fromEntries(causes.filter(([, count]) => count > 0)),
		quota: quotaOf(quota),
		limits: sender.limits,
		lastRound: at,
		readySince,
	};
}

export async function readBreaker(target: Target): Promise<Breaker> {
	return breakerOf(
		await readItem(target, tableKey.breaker(target.sender.mailbox)),
	);
}

async function readItem(
	{ dynamo, sender }: Target,
	key: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
	const { Item } = await dynamo.send(
		new GetItemCommand({
			TableName: sender.tableName,
			Key: { [TABLE.key]: { S: key } },
			ConsistentRead: true,
		}),
	);
	return Item === undefined ? undefined : unmarshall(Item);
}

async function readPassword({
	secrets,
	sender,
}: Target): Promise<Pick<Overview, "password" | "secretVersion">> {
	const { SecretString = "", VersionId = "" } = await secrets.send(
		new GetSecretValueCommand({ SecretId: sender.secretArn }),
	);
	const { kind } = parseSecret(SecretString, sender.mailbox);
	return {
		password: kind === "credential" ? "stored" : kind,
		secretVersion: VersionId,
	};
}

async function countDead(
	{ dynamo, sender }: Target,
	cause: string,
): Promise<number> {
	let total = 0;
	let from: Record<string, never> | undefined;
	do {
		const { Count = 0, LastEvaluatedKey } = await dynamo.send(
			new QueryCommand({
				TableName: sender.tableName,
				IndexName: TABLE.deadLetterIndex,
				KeyConditionExpression: "#cause = :cause",
				ExpressionAttributeNames: { "#cause": TABLE.deadCause },
				ExpressionAttributeValues: { ":cause": { S: cause } },
				Select: "COUNT",
				ExclusiveStartKey: from,
			}),
		);
		total += Count;
		from = LastEvaluatedKey as typeof from;
	} while (from !== undefined);
	return total;
}
