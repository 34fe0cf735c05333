import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CLOSED } from "../../core/breaker/breaker.ts";
import { METRIC } from "../../core/contract.ts";
import { DEAD_CAUSES } from "../../core/delivery/causes.ts";
import { NO_QUOTA } from "../../core/quota/quota.ts";
import { NO_ROUND } from "../../core/status/last-round.ts";
import { runRound } from "../../functions/breaker/run-round.ts";
import { quietRound } from "../support/quiet-round.ts";
import { templateWith } from "../support/synth.ts";

const README = readFileSync(
	join(import.meta.dirname, "..", "..", "README.md"),
	"utf8",
);

/** List prices of us-east-1, US dollars a month. */
const PRICE = {
	alarm: 0.1,
	metric: 0.3,
	secret: 0.4,
	sqsRequest: 0.4 / 1_000_000,
	invocation: 0.2 / 1_000_000,
	gigabyteSecond: 0.000_013_333_4,
	tableRead: 0.125 / 1_000_000,
	tableWrite: 0.625 / 1_000_000,
	logByte: 0.5 / 1_000_000_000,
};
const MONTH_SECONDS = 30 * 86_400;
const POLLERS = 5;
const RECEIVES = MONTH_SECONDS / 20;
const ROUNDS = MONTH_SECONDS / 60;
/** Guesses on the safe side: nobody but AWS measures them. */
const ROUND_SECONDS = 0.25;
const ROUND_LOG_BYTES = 1500;

test("the README's fixed cost is the template's", async () => {
	const template = templateWith();
	const count = (type: string) =>
		Object.keys(template.findResources(type)).length;
	const alarms = count("AWS::CloudWatch::Alarm");
	const emitted = new Set(await metricsOfRounds());
	const events = Object.keys(METRIC).filter(
		(key) => key !== "sent" && !emitted.has(key),
	);
	expect(events.toSorted()).toEqual([
		"deadLettered",
		"eventsLost",
		"inDoubt",
		"stateUnreachable",
	]);
	// Sent counts as if mail went out each hour.
	const metrics = emitted.size + 1;
	const parts = {
		[`${alarms} alarms`]: alarms * PRICE.alarm,
		[`${metrics} metrics`]: metrics * PRICE.metric,
		secret: count("AWS::SecretsManager::Secret") * PRICE.secret,
		"idle polling of the queue": POLLERS * RECEIVES * PRICE.sqsRequest,
		"the breaker function, each minute": ROUNDS * (await priceOfRound(256)),
	};
	template.hasResourceProperties("AWS::Lambda::Function", { MemorySize: 256 });
	for (const [part, dollars] of Object.entries(parts))
		expect(README).toContain(`| ${part} | $${dollars.toFixed(2)} |`);
	template.resourceCountIs("AWS::CloudWatch::Dashboard", 0);
	const total = Object.values(parts).reduce((sum, dollars) => sum + dollars, 0);
	expect(total).toBeLessThan(7);
	expect(README).toContain(
		`| **fixed, together** | **$${total.toFixed(2)}** |`,
	);
});

async function priceOfRound(memoryMiB: number): Promise<number> {
	const { reads, queries, writes, depths } = await callsOfRound();
	expect({ reads, queries, writes, depths }).toEqual({
		reads: 4,
		queries: DEAD_CAUSES.length,
		writes: 1,
		depths: 2,
	});
	return (
		PRICE.invocation +
		ROUND_SECONDS * (memoryMiB / 1024) * PRICE.gigabyteSecond +
		// A consistent read of a small item is one unit, an eventually consistent query half a one.
		(reads + queries / 2) * PRICE.tableRead +
		writes * PRICE.tableWrite +
		depths * PRICE.sqsRequest +
		ROUND_LOG_BYTES * PRICE.logByte
	);
}

/** Every metric that a round writes while all is well. */
async function metricsOfRounds(): Promise<readonly string[]> {
	const written: string[] = [];
	const write = (metric: string) => {
		written.push(metric);
	};
	await runRound({ ...quietRound(), metrics: { add: write, set: write } });
	return written;
}

/** What a round asks of AWS while all is well, as far as it has a price. */
async function callsOfRound() {
	const calls = { reads: 0, queries: 0, writes: 0, depths: 0 };
	const read = <T>(value: T) => {
		calls.reads += 1;
		return Promise.resolve(value);
	};
	const write = () => {
		calls.writes += 1;
		return Promise.resolve("written" as const);
	};
	const quiet = quietRound();
	await runRound({
		...quiet,
		breaker: { read: () => read(CLOSED), write },
		quota: { read: () => read(NO_QUOTA) },
		lastRound: { read: () => read(NO_ROUND), write },
		depth: (queueUrl) => {
			calls.depths += 1;
			return quiet.depth(queueUrl);
		},
		deadLetters: {
			...quiet.deadLetters,
			oldest: async () => {
				calls.queries += DEAD_CAUSES.length;
				return undefined;
			},
		},
	});
	return calls;
}
