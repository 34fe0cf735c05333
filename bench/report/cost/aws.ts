import type { Calls } from "../../results.ts";
import { AWS } from "./prices.ts";

/** What AWS bills by the call; the rest of what is called has no price of its own. */
const BY_CALL: readonly (readonly [call: RegExp, price: number])[] = [
	[/^sqs /, AWS.queueRequest],
	[/^dynamodb (Put|Update|Delete)Item$/, AWS.tableWrite],
	// Consistent reads of small items; a query is no dearer.
	[/^dynamodb (GetItem|Query)$/, AWS.tableRead],
	[/^secretsmanager GetSecretValue$/, AWS.secretRead],
	// Billed by the event, which is counted apart: up to ten of them are one call.
	[/^events PutEvents$/, 0],
];

/** A guess on the safe side: Lambda's own three lines, that of the mail, and its metrics. */
export const LOG_BYTES = 2_000;
/** Each mail has one outcome event. */
const EVENTS = 1;

export interface CallCost {
	/** For one mail. */
	readonly dollars: number;
	/** Calls that the prices don't cover: they are named, not left out in silence. */
	readonly unpriced: readonly string[];
}

export function costOfCalls(calls: Calls): CallCost {
	const priced = Object.entries(calls).map(([call, times]) => ({
		call,
		times,
		price: BY_CALL.find(([pattern]) => pattern.test(call))?.[1],
	}));
	return {
		dollars: priced.reduce(
			(sum, { times, price = 0 }) => sum + times * price,
			0,
		),
		unpriced: priced
			.filter(({ price }) => price === undefined)
			.map(({ call }) => call),
	};
}

export interface MailWork {
	readonly calls: Calls;
	readonly billedMs: number;
	readonly memoryMiB: number;
}

/** US dollars for a mail that has an invocation of its own. */
export function costOfMail({ calls, billedMs, memoryMiB }: MailWork): number {
	return (
		costOfCalls(calls).dollars +
		AWS.invocation +
		(billedMs / 1000) * (memoryMiB / 1024) * AWS.gigabyteSecond +
		EVENTS * AWS.event +
		LOG_BYTES * AWS.logByte
	);
}
