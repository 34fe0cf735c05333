import { expect, test } from "vitest";
import { mailing } from "../mailings.ts";
import { runSeed } from "../run-seed.ts";
import { World } from "../world.ts";

test("a seed replays exactly", async () => {
	const [first, second] = [
		await runSeed(2, "everything"),
		await runSeed(2, "everything"),
	];
	expect(second).toEqual(first);
	expect(first.counts.size).toBeGreaterThan(5);
});

test("a story has what concerns one mail, and at most 60 lines", async () => {
	const world = new World(1, { isTold: true });
	world.trouble("drops before the dot", 24);
	for (const label of ["order-1", "order-2", "order-12"])
		world.put(mailing(label));
	await world.pass(12);
	const story = world.story.around(world.scheduler.now, "order-1");
	expect(story.length).toBeLessThanOrEqual(60);
	const text = story.join("\n");
	expect(text).toContain("well.1@shop.test");
	expect(text).not.toContain("well.2@shop.test");
	expect(text).not.toContain("well.12@shop.test");
});

test("what must not be is a breach, with its rule", async () => {
	const world = new World(1);
	world.put(mailing("order-1"));
	await world.pass(1);
	const [taken] = world.gmail.accepted;
	if (taken === undefined) expect.fail("nothing was sent");
	world.gmail.onAccept({ ...taken, bytes: taken.bytes.replace("v1", "v2") });
	expect(world.auditor.breaches.map(({ rule }) => rule)).toEqual([
		"2 one version",
		"2 nobody gets it twice",
		"2 nobody gets it twice",
		"counted quota is not below Gmail's",
		"counted quota is not below Gmail's",
	]);
	await expect(world.drain()).rejects.toThrow("2 one version");
});
