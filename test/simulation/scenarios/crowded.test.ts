import { expect, test } from "vitest";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

const LIMITS = { messages: 100, recipients: 1000 };

/** Mails of the other producer that Google has taken. */
const invoices = ({ gmail }: World) =>
	gmail.accepted.flatMap(({ to }) => to).filter((to) => /\.9\d{3}@/.test(to));

test("a flood that the daily limit keeps waiting, more than SQS has in flight, leaves another's mail its minutes", async () => {
	const producers = { AROABILLING: "billing" };
	const world = new World(3, { config: { limits: LIMITS, producers } });
	const { source: mapping } = world;
	const { source: queue } = world.account;
	world.gmail.limits = LIMITS;
	// Each stands for 250: two functions defer 140 messages a second.
	queue.weight = 250;
	mapping.restMs = 32_000;
	mapping.smallBatches = 0;
	for (let index = 0; index < 600; index += 1)
		world.put(mailing(`order-${index}`));
	await world.pass(20 / 60);
	expect(queue.ready + queue.inFlight).toBeGreaterThan(120_000);

	for (let index = 9000; index < 9005; index += 1)
		queue.send(mailing(`order-${index}`).body, {}, "AROABILLING:session");
	// Without shorter waits nothing at all is received for half an hour.
	await world.pass(15 / 60);
	expect(invoices(world).length).toBeGreaterThanOrEqual(3);
	expect(world.auditor.breaches).toEqual([]);
});
