import { expect, test } from "vitest";
import { PRODUCER } from "../aws/queue.ts";
import type { Fate } from "../gmail/fates.ts";
import { mailing } from "../mailings.ts";
import { isGood, waitsOf } from "../waits.ts";
import { World } from "../world.ts";

const OTHER = "AROAOTHER:session";
const LIMITS = { messages: 20_000, recipients: 20_000 };
const OUTAGE_HOURS = 2;

/** Two producers have sent; then Gmail is down for everybody, and mail of the first waits. */
async function worldWith(seed: number, good: number): Promise<World> {
	const world = new World(seed, { config: { limits: LIMITS } });
	world.gmail.limits = { ...LIMITS };
	world.put(mailing("order-2000"));
	world.put(mailing("order-2001"), OTHER);
	await world.pass(0.1);
	world.trouble("421 at MAIL", OUTAGE_HOURS);
	for (let index = 0; index < good; index += 1)
		world.put(mailing(`order-${index}`));
	return world;
}

/** How long good mail waited beyond the outage, in minutes. */
async function longestAfter(world: World): Promise<number> {
	await world.pass(OUTAGE_HOURS + 1);
	const { longest } = waitsOf(world, isGood);
	return longest - OUTAGE_HOURS * 60;
}

const flood = (index: number, fate: Fate) =>
	mailing(`order-${3000 + index}`, { fate });

test.each<[Fate, number]>([
	["drops", 1],
	["drops", 2],
	["doubts", 3],
])(
	"after an outage nine tenths of the queue, of one producer, that Gmail never takes (%s) let the others' mail go within minutes",
	async (fate, seed) => {
		const world = await worldWith(seed, 60);
		for (let index = 0; index < 540; index += 1)
			world.put(flood(index, fate), OTHER);
		expect(await longestAfter(world)).toBeLessThan(15);
	},
);

test.each([1, 2])(
	"nor does a flood of it that goes on keep them waiting (seed %i)",
	async (seed) => {
		const world = await worldWith(seed, 10);
		const { scheduler } = world;
		const begun = scheduler.now;
		for (let index = 0; index < 2100; index += 1)
			scheduler.at(begun + index * 5000, () =>
				world.put(flood(index, "drops"), OTHER),
			);
		expect(await longestAfter(world)).toBeLessThan(15);
	},
);

test("a producer that is suspected, and has nobody to wait for, is back two minutes later than else", async () => {
	const world = await worldWith(1, 60);
	await world.pass(OUTAGE_HOURS);
	expect(world.breaker.suspect?.producer).toBe(PRODUCER);
	await world.pass(10 / 60);
	expect(world.gmail.accepted.length).toBeGreaterThan(2);
	await world.drain(2);
	expect(world.account.dead.messages).toEqual([]);
	expect(world.breaker.suspect).toBeUndefined();
});
