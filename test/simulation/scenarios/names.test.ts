import { expect, test } from "vitest";
import { PRODUCER } from "../aws/queue.ts";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

/** A new version of the sender, which knows the producer by this name. */
function name(world: World, producers: Readonly<Record<string, string>>): void {
	Object.assign(world.config, { producers });
	world.deploy();
}

const deliveries = ({ gmail }: World) =>
	gmail.accepted.flatMap(({ messageId, to }) =>
		to.map((address) => `${messageId} ${address}`),
	);

test("mail that was tried before its producer got a name, another one, and none is sent once", async () => {
	const world = new World(5);
	for (let index = 0; index < 20; index += 1)
		world.put(
			// It is refused for a while.
			mailing(`order-${index}`, {
				to: [`well.${index}@shop.test`, `deferred.${index}@shop.test`],
			}),
		);
	await world.pass(0.05);
	const first = world.gmail.accepted.length;
	expect(first).toBeGreaterThan(0);
	name(world, { [PRODUCER]: "billing" });
	await world.pass(0.2);
	name(world, { [PRODUCER]: "invoices" });
	await world.pass(0.2);
	name(world, {});
	await world.drain(24);
	const all = deliveries(world);
	expect(new Set(all).size).toBe(all.length);
	expect(all).toHaveLength(40);
	const messageIds = new Set(all.map((each) => each.split(" ")[0]));
	expect(messageIds.size).toBe(20);
	expect(world.account.dead.messages).toEqual([]);
});
