import { RETENTION } from "../contract.ts";

/** The two producers whose mail was there last, the newest last: enough to know whether somebody is alone. */
export type Senders = readonly {
	readonly producer: string;
	/** Epoch ms. */
	readonly at: number;
}[];

const KEPT = 2;

export function withSenders(
	before: Senders | undefined,
	producers: readonly string[],
	at: number,
): Senders {
	const now = [...new Set(producers)].map((producer) => ({ producer, at }));
	return [
		...(before ?? []).filter(({ producer }) => !producers.includes(producer)),
		...now,
	].slice(-KEPT);
}

/** Whether anybody else has sent so lately that mail of theirs may still wait. */
export function othersSend(
	senders: Senders,
	producer: string,
	now: number,
): boolean {
	return senders.some(
		(one) =>
			one.producer !== producer && now - one.at < RETENTION.longest * 1000,
	);
}
