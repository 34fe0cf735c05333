import { describe, expect, test } from "vitest";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

const LIMITS = { messages: 30, recipients: 300 };

/** A world whose mailbox may send thirty messages a day, and whose batches come one at a time. */
function newWorld(): World {
	const world = new World(3, { config: { limits: LIMITS }, maxConcurrency: 1 });
	world.gmail.limits = LIMITS;
	world.source.smallBatches = 0;
	return world;
}

function putMany(
	world: World,
	count: number,
	from: number,
	fields: Parameters<typeof mailing>[1] = {},
) {
	for (let index = from; index < from + count; index += 1)
		world.put(mailing(`order-${index}`, fields));
}

const deadLetters = ({ account }: World) => account.dead.messages.length;

/** Mails that Google has taken, each counted once. */
const sent = ({ gmail }: World) =>
	new Set(gmail.accepted.map(({ messageId }) => messageId)).size;

describe("room in the daily limit", () => {
	test("is given back for the recipients that Google refuses for good", async () => {
		const world = newWorld();
		putMany(world, 40, 0, { to: ["gone.1@shop.test", "well.1@shop.test"] });
		await world.pass(3);
		// The address that exists took each of them.
		expect(world.used).toEqual({ messages: 29, recipients: 29 });
	});

	test("is free again when forty wrong addresses were refused at a limit of thirty", async () => {
		const world = newWorld();
		putMany(world, 40, 0, { fate: "gone" });
		await world.drain();
		expect(deadLetters(world)).toBe(40);
		expect(world.used).toEqual({ messages: 0, recipients: 0 });
		putMany(world, 20, 100);
		await world.drain();
		expect(sent(world)).toBe(20);
	});

	test("is given back for a message that was sent before", async () => {
		const world = newWorld();
		for (let copy = 0; copy < 40; copy += 1) world.put(mailing("order-1"));
		await world.drain(1);
		expect(world.gmail.accepted).toHaveLength(1);
		expect(world.used).toEqual({ messages: 1, recipients: 1 });
	});

	test("that a function takes with it when it is killed is only missing for a day", async () => {
		const world = newWorld();
		await killedAtItsFirstClaim(world);
		expect(world.used).toMatchObject({ messages: 9 });
		await world.drain(1);
		expect(sent(world)).toBe(9);
		expect(world.used).toMatchObject({ messages: 18 });
		await world.pass(26);
		putMany(world, 29, 100);
		await world.drain(1);
		expect(sent(world)).toBe(38);
		expect(deadLetters(world)).toBe(0);
	});
});

async function killedAtItsFirstClaim(world: World): Promise<void> {
	let writes = 0;
	world.weather.intercept = ({ process, name }) => {
		if (!process.name.startsWith("sender") || name !== "PutItem")
			return undefined;
		writes += 1;
		// The first write reserves.
		if (writes === 2) process.die();
		return undefined;
	};
	putMany(world, 9, 0);
	await world.pass(0.1);
	expect(world.counts.get("a batch dies")).toBe(1);
}

describe("a write of what was used whose answer is lost", () => {
	/** Loses the answer to the sender's next write once this holds. */
	function loseAnswerWhen(world: World, holds: () => boolean): void {
		let isLost = false;
		world.weather.intercept = ({ process, name }) => {
			const isMeant = process.name.startsWith("sender") && name === "PutItem";
			if (!isMeant || isLost || !holds()) return undefined;
			isLost = true;
			return "lost answer";
		};
	}

	test("reserves room once", async () => {
		const world = newWorld();
		loseAnswerWhen(world, () => true);
		putMany(world, 9, 0);
		await world.drain(1);
		expect(sent(world)).toBe(9);
		expect(world.used).toMatchObject({ messages: 9 });
	});

	test("gives room back once", async () => {
		const world = newWorld();
		putMany(world, 10, 100);
		await world.drain(1);
		// The dead letters are out: what is written next is the room they did not need.
		loseAnswerWhen(world, () => deadLetters(world) === 9);
		putMany(world, 9, 0, { fate: "gone" });
		await world.drain(1);
		expect(world.used).toEqual({ messages: 10, recipients: 10 });
	});
});

describe("nothing is sent without room", () => {
	test.each([
		["what was used cannot be read", "GetItem", 2],
		["the reservation cannot be written", "PutItem", 1],
	])("while %s", async (_when, name, from) => {
		const world = newWorld();
		let calls = 0;
		world.weather.intercept = (call) => {
			if (!call.process.name.startsWith("sender") || call.name !== name)
				return undefined;
			calls += 1;
			return calls < from ? undefined : "lost request";
		};
		putMany(world, 9, 0);
		await world.pass(0.01);
		expect(calls).toBeGreaterThan(from);
		expect(world.gmail.accepted).toEqual([]);
		expect(world.row("order-1")).toBeUndefined();

		world.weather.intercept = () => undefined;
		await world.drain(1);
		expect(sent(world)).toBe(9);
		expect(world.used).toMatchObject({ messages: 9 });
		expect(deadLetters(world)).toBe(0);
	});
});

describe("more than the daily limit", () => {
	/** Google never had to refuse, and nothing was given up. The auditor holds our count against Google's. */
	async function expectAllSent(world: World, count: number): Promise<void> {
		await world.drain(7 * 24);
		expect(world.gmail.limitRefusals).toBe(0);
		expect(sent(world)).toBe(count);
		expect(deadLetters(world)).toBe(0);
		for (const label of world.mailings.keys())
			expect(world.row(label)).toMatchObject({ state: "SENT", attempts: 0 });
	}

	const addresses = (count: number) =>
		Array.from({ length: count }, (_, index) => `well.${index}@shop.test`);

	test.each([
		["2,100 messages of 2,000", 2100, { to: "well.1@shop.test" }],
		["11,000 recipients of 10,000", 110, { to: addresses(100) }],
	] as const)("is sent without a refusal: %s", async (_what, count, fields) => {
		const world = new World(4);
		putMany(world, count, 0, fields);
		await expectAllSent(world, count);
	});

	test("asked in five parts within a day is sent without a refusal", async () => {
		const limits = { messages: 2000, recipients: 2000 };
		const world = new World(4, { config: { limits } });
		world.gmail.limits = limits;
		for (let part = 0; part < 5; part += 1) {
			putMany(world, 52, part * 52, { to: addresses(10) });
			await world.pass(4);
		}
		await expectAllSent(world, 260);
	});

	test("is never sent by two functions together", async () => {
		const limits = { messages: 50, recipients: 120 };
		const world = new World(4, { config: { limits } });
		world.gmail.limits = limits;
		for (let index = 0; index < 130; index += 1)
			putMany(world, 1, index, { to: addresses(1 + (index % 4)) });
		await expectAllSent(world, 130);
	});
});
