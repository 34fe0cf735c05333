import { GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../functions/send-email/contract.ts";
import {
	type Breaker,
	type BreakerState,
	CLOSED,
} from "../functions/send-email/domain/breaker.ts";
import { DEAD_CAUSES } from "../functions/send-email/domain/causes.ts";
import { parseSecret } from "../functions/send-email/domain/credential.ts";
import { readDepth } from "./queue-depth.ts";
import type { Target } from "./target.ts";

/** Everything `status` tells of a sender. */
export interface SenderState {
	readonly breaker: Breaker;
	readonly password: "stored" | "empty" | "unreadable";
	readonly secretVersion: string;
	readonly mapping: string;
	/** Messages that can be received now, and those that wait or are at work. */
	readonly ready: number;
	readonly hidden: number;
	readonly deadLetters: number;
	readonly deadByCause: Readonly<Record<string, number>>;
}

export async function readSenderState(target: Target): Promise<SenderState> {
	const { sender } = target;
	const [breaker, password, mapping, source, dead, causes] = await Promise.all([
		readBreaker(target),
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
	return {
		breaker,
		...password,
		mapping: mapping.State ?? "unknown",
		ready: source.ready,
		hidden: source.hidden,
		deadLetters: dead.ready + dead.hidden,
		deadByCause: Object.fromEntries(causes.filter(([, count]) => count > 0)),
	};
}

export async function readBreaker({
	dynamo,
	sender,
}: Target): Promise<Breaker> {
	const { Item } = await dynamo.send(
		new GetItemCommand({
			TableName: sender.tableName,
			Key: { [TABLE.key]: { S: tableKey.breaker(sender.mailbox) } },
			ConsistentRead: true,
		}),
	);
	if (Item === undefined) return CLOSED;
	const { version, ...state } = unmarshall(Item);
	return { version: Number(version), state: state as BreakerState };
}

async function readPassword({
	secrets,
	sender,
}: Target): Promise<Pick<SenderState, "password" | "secretVersion">> {
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
