import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE } from "../../core/contract.ts";
import { DEAD_CAUSES } from "../../core/delivery/causes.ts";
import { readAttributes } from "../sender/readings.ts";
import type { Target } from "../sender/target.ts";
import { ageText } from "../terminal/duration-text.ts";
import { type Check, ok, trouble } from "./check.ts";

const DAY_MS = 86_400_000;

export const deadLetters: Check = {
	id: "dead-letters",
	title: "no dead letter is about to expire",
	async run({ target, now, mend }) {
		const { sender } = target;
		const kept = sender.deadLetterRetention * 1000;
		const [count, oldest] = await Promise.all([
			readCount(target),
			readOldest(target, now - kept),
		]);
		if (count === 0) return ok("there are none");
		const letters = `${count} dead letter${count === 1 ? "" : "s"}`;
		if (oldest === undefined) return ok(`${letters}, of unknown age`);
		const age = now - oldest;
		const said = `${letters}, the oldest ${ageText(age)} old`;
		return age < Math.max(DAY_MS / 2, kept - 3 * DAY_MS)
			? ok(said)
			: trouble(
					said,
					`the queue drops it in ${ageText(kept - age)}`,
					mend.ops("failed"),
				);
	},
};

export async function readCount(target: Target): Promise<number> {
	const {
		ApproximateNumberOfMessages: ready,
		ApproximateNumberOfMessagesNotVisible: hidden,
	} = await readAttributes(target, target.sender.deadLetterQueueUrl);
	return Number(ready ?? 0) + Number(hidden ?? 0);
}

/** @returns epoch ms, undefined when there is none since then. */
async function readOldest(
	{ dynamo, sender }: Target,
	since: number,
): Promise<number | undefined> {
	const times = await Promise.all(
		DEAD_CAUSES.map(async (cause) => {
			const { Items: [item] = [] } = await dynamo.send(
				new QueryCommand({
					TableName: sender.tableName,
					IndexName: TABLE.deadLetterIndex,
					KeyConditionExpression: "#cause = :cause AND #at > :since",
					ExpressionAttributeNames: {
						"#cause": TABLE.deadCause,
						"#at": TABLE.deadAt,
					},
					ExpressionAttributeValues: {
						":cause": { S: cause },
						":since": { N: String(since) },
					},
					Limit: 1,
				}),
			);
			return item === undefined ? [] : [Number(unmarshall(item)[TABLE.deadAt])];
		}),
	);
	const all = times.flat();
	return all.length === 0 ? undefined : Math.min(...all);
}
