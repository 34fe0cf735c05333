import type { Curve } from "../results.ts";
import type { BenchOptions } from "./options.ts";
import { startPair } from "./pair.ts";
import { DOT_MS, ENVIRONMENTS } from "./settings.ts";

/** Of each environment; more than ten in all the construct refuses, as Gmail does. */
const CONNECTIONS = [1, 2, 3, 5];
const USUAL_CONNECTIONS = 3;
const MOST_MESSAGES = 240;
const BACKLOGS = [10, 100, 1000, 10_000, 100_000];
/** So that a long backlog doesn't take hours: the same for both. */
const BACKLOG_DOT_MS = 20;
/** Of a longer backlog, its first ones. */
const MOST_OF_BACKLOG = 2000;
const BYTES = [2_000, 20_000, 200_000, 2_000_000, 20_000_000];
const RECIPIENTS = [1, 10, 100];
/** For more the daily limit has no room. */
const MOST_RECIPIENTS = 6000;

/** How pool and sender go along with more of everything. */
export async function measureCurves(
	options: BenchOptions,
): Promise<readonly Curve[]> {
	const messages = Math.min(MOST_MESSAGES, options.messages);
	return [
		{ over: "connections", points: await overConnections(messages) },
		{ over: "backlog", points: await overBacklog(options.backlog) },
		{ over: "bytes", points: await overBytes(messages) },
		{ over: "recipients", points: await overRecipients(messages) },
	];
}

async function overConnections(messages: number): Promise<Curve["points"]> {
	const points = [];
	for (const connections of CONNECTIONS) {
		const x = ENVIRONMENTS * connections;
		points.push(
			await withPair(
				DOT_MS,
				(pair) => pair.measure("connections", x, { count: messages }),
				connections,
			),
		);
	}
	return points;
}

async function overBacklog(most: number): Promise<Curve["points"]> {
	const points = [];
	for (const count of BACKLOGS.filter((backlog) => backlog <= most))
		points.push(
			await withPair(BACKLOG_DOT_MS, (pair) =>
				pair.measure("backlog", count, { count, most: MOST_OF_BACKLOG }),
			),
		);
	return points;
}

async function overBytes(messages: number): Promise<Curve["points"]> {
	return withPair(DOT_MS, async (pair) => {
		const points = [];
		for (const bytes of BYTES) {
			const count = Math.min(messages, bytesCount(bytes));
			points.push(await pair.measure("bytes", bytes, { count, bytes }));
		}
		return points;
	});
}

async function overRecipients(messages: number): Promise<Curve["points"]> {
	return withPair(DOT_MS, async (pair) => {
		const points = [];
		for (const recipients of RECIPIENTS) {
			const count = Math.min(messages, MOST_RECIPIENTS / recipients);
			points.push(
				await pair.measure("recipients", recipients, { count, recipients }),
			);
		}
		return points;
	});
}

/** A few of the big ones are enough. */
function bytesCount(bytes: number): number {
	if (bytes > 10_000_000) return 8;
	return bytes > 1_000_000 ? 24 : MOST_MESSAGES;
}

type Pair = Awaited<ReturnType<typeof startPair>>;

async function withPair<T>(
	dotMs: number,
	work: (pair: Pair) => Promise<T>,
	connections = USUAL_CONNECTIONS,
): Promise<T> {
	const pair = await startPair({ connections, dotMs });
	try {
		return await work(pair);
	} finally {
		await pair.stop();
	}
}
