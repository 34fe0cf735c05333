import { expect, test } from "vitest";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

test("a cancellation still holds when its mail comes hours later from under a hold", async () => {
	const world = new World(1);
	world.ask({ action: "hold", who: "ann" });
	await world.pass(0.1);
	world.put(mailing("order-1"));
	world.put(mailing("order-2"));
	await world.pass(0.1);
	world.ask({ action: "cancel", who: "ann", id: "order-1" });
	await world.pass(3);
	world.ask({ action: "resume", who: "ann" });
	await world.drain(2);
	expect(world.row("order-1")).toMatchObject({
		state: "FAILED",
		details: { cause: "cancelled" },
	});
	expect(world.row("order-2")).toMatchObject({ state: "SENT" });
	expect(world.gmail.accepted).toHaveLength(1);
});
