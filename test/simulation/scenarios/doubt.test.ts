import { describe, expect, test } from "vitest";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

function putMany(world: World, count: number, from = 0): void {
	for (let index = from; index < from + count; index += 1)
		world.put(mailing(`order-${index}`));
}

const deadLabels = ({ account }: World) =>
	account.dead.messages.map(({ body }) => JSON.parse(body).id);

const sent = ({ gmail }: World) =>
	new Set(gmail.accepted.map(({ messageId }) => messageId)).size;

test("a message that always kills its connection among 200 is the only one dead-lettered", async () => {
	const world = new World(2);
	putMany(world, 199);
	world.put(mailing("order-999", { fate: "drops" }));
	// For a day nobody can tell whose fault it is: nobody else is there to compare it with.
	await world.drain(36);
	expect(world.gmail.accepted).toHaveLength(199);
	expect(deadLabels(world)).toEqual(["order-999"]);
});

describe("a message that alone gets a refusal like the account's", () => {
	test.each([
		["503 5.5.1 MAIL first.", "rcpt"],
		["503 5.5.1 Bad sequence of commands", "data"],
		["550 5.7.0 Mail relay denied", "rcpt"],
	] as const)(
		"%s at %s is charged to it once others have passed, and cannot stop the fleet for ever",
		async (text, stage) => {
			const world = new World(2);
			world.gmail.refuse("order-999", stage, text);
			world.put(mailing("order-999"));
			for (let hour = 0; hour < 18; hour += 1) {
				putMany(world, 3, hour * 3);
				await world.pass(1);
			}
			await world.pass(2);
			expect(sent(world)).toBe(54);
			expect(deadLabels(world)).toEqual(["order-999"]);
			expect(world.breaker.state.kind).toBe("closed");
		},
	);
});

test("a process killed in mid-send costs the other messages of its batch nothing", async () => {
	const world = new World(2);
	putMany(world, 20);
	world.weather.dieAt = { call: 12, when: "after" };
	await world.drain(24);
	expect(world.counts.get("a batch dies")).toBe(1);
	expect(sent(world)).toBe(20);
	expect(deadLabels(world)).toEqual([]);
});

test("a server that takes 24 s for each message has no send cut off by the time-out", async () => {
	const world = new World(2, { config: { connections: 1 } });
	world.source.smallBatches = 0;
	putMany(world, 20);
	world.trouble("slow at the dot", 24);
	await world.drain(24);
	expect(sent(world)).toBe(20);
	expect(world.gmail.accepted).toHaveLength(20);
	expect(world.counts.get("a batch dies")).toBeUndefined();
});
