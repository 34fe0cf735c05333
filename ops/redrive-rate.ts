import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../functions/send-email/contract.ts";
import { quotaOf } from "../functions/send-email/domain/quota-item.ts";
import { limitsNow } from "../functions/send-email/domain/quota-limits.ts";
import { usedOf } from "../functions/send-email/domain/quota-window.ts";
import type { Target } from "./target.ts";

/** How fast and how much to redrive when nobody says. */
export interface RedriveRate {
	readonly perSecond: number;
	/** Messages in one run. */
	readonly most: number;
	/** For people: where these numbers come from. */
	readonly why: string;
}

const PER_SECOND = 5;

/** What the daily limit leaves beside the usual mail: more would only wait in the queue instead. */
export async function usualRate(
	{ dynamo, sender }: Target,
	now: number,
): Promise<RedriveRate> {
	const { Item } = await dynamo.send(
		new GetItemCommand({
			TableName: sender.tableName,
			Key: { [TABLE.key]: { S: tableKey.quota(sender.mailbox) } },
			ConsistentRead: true,
		}),
	);
	const quota = quotaOf(Item === undefined ? undefined : unmarshall(Item));
	const { messages: limit } = limitsNow(quota, sender.limits, now);
	const { messages: used } = usedOf(quota, now);
	const most = Math.max(0, limit - used);
	return {
		perSecond: PER_SECOND,
		most,
		why: `${PER_SECOND} a second, ${most} at most: ${used} of ${limit} messages a day are used`,
	};
}
