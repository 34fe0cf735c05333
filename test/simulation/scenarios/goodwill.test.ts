import { expect, test } from "vitest";
import { PRODUCER } from "../aws/queue.ts";
import type { Fate } from "../gmail/fates.ts";
import { eventOf, mailing } from "../mailings.ts";
import { World } from "../world.ts";

const OTHER = "AROAOTHER:session";
/** SNS's, for every topic. */
const SNS = "AIDATOPICS";
const COUNT = 200;

const held = ({ breaker }: World) =>
	breaker.rules.map(({ match }) => match.producer);

/** Mail of two producers, in turns: one's is refused for this reason, the other's is good. */
function worldWith(fate: Fate, from?: string): World {
	const world = new World(7);
	for (let index = 0; index < COUNT; index += 1) {
		world.put(mailing(`order-${index}`, { fate }), from);
		world.put(mailing(`order-${1000 + index}`), OTHER);
	}
	return world;
}

test.each<Fate>(["gone", "spam"])(
	"200 messages of one producer that Google refuses (%s) cost it some fifty verdicts; nobody else waits, and nothing is lost",
	async (fate) => {
		const world = worldWith(fate);
		await world.pass(1);
		const { source, dead } = world.account;
		expect(world.gmail.accepted).toHaveLength(COUNT);
		expect(held(world)).toEqual([PRODUCER]);
		// Two functions at work, with nine messages each.
		expect(dead.messages.length).toBeGreaterThanOrEqual(50);
		expect(dead.messages.length).toBeLessThan(50 + 2 * 9);
		expect(dead.messages.length + source.messages.length).toBe(COUNT);

		await world.pass(24);
		expect(dead.messages.length).toBeLessThan(50 + 2 * 9);
		const refused = dead.messages.length;
		world.gmail.healed.add(fate);
		world.ask({ action: "resume", who: "ann", producer: PRODUCER });
		await world.drain(1);
		expect(held(world)).toEqual([]);
		expect(world.gmail.accepted).toHaveLength(COUNT + COUNT - refused);
	},
);

test("after a resume the count begins anew", async () => {
	const world = worldWith("gone");
	await world.pass(1);
	const { dead } = world.account;
	const first = dead.messages.length;
	world.ask({ action: "resume", who: "ann", producer: PRODUCER });
	await world.pass(1);
	expect(held(world)).toEqual([PRODUCER]);
	expect(dead.messages.length - first).toBeGreaterThanOrEqual(50);
	expect(dead.messages.length - first).toBeLessThan(50 + 2 * 9);
});

test("messages that an AWS service puts on the queue for many are held for nobody's sins", async () => {
	const world = worldWith("gone", SNS);
	await world.drain(1);
	expect(held(world)).toEqual([]);
	expect(world.account.dead.messages).toHaveLength(COUNT);
});

test("a route's own recipient that is refused holds nobody", async () => {
	const world = new World(7, {
		config: { defaultRoute: { to: "gone.1@shop.test" } },
	});
	for (let index = 0; index < 70; index += 1) {
		const label = `order-${index}`;
		world.put({ ...mailing(label), body: eventOf(label) });
	}
	await world.drain(1);
	expect(held(world)).toEqual([]);
	expect(world.account.dead.messages).toHaveLength(70);
});
