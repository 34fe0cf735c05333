import { expect, test } from "vitest";
import { placeOf } from "../../../../core/delivery/space.ts";
import { trialOrder } from "../../../../functions/send-email/sending/trial-order.ts";
import { keyed, ORIGIN, record } from "../../../support/steps.ts";

const message = (producer: string, receiveCount: number) =>
	keyed({
		place: placeOf(producer, `${producer}${receiveCount}`),
		origin: { ...ORIGIN, producer },
		record: record({ receiveCount }),
	});

test("begins with another producer than the one that lost the last trial", () => {
	const order = trialOrder([message("a", 1), message("b", 9)], "a");
	expect(order.map(({ place }) => place.id)).toEqual(["b9", "a1"]);
});

test.each<[string, readonly ReturnType<typeof message>[], string]>([
	[
		"the freshest go first",
		[message("a", 9), message("b", 1), message("c", 2)],
		"b1 c2 a9",
	],
	[
		"no producer is tried twice in a row while others wait",
		[message("a", 1), message("a", 2), message("b", 9)],
		"a1 b9 a2",
	],
	["one producer alone is", [message("a", 2), message("a", 1)], "a1 a2"],
])("%s", (_name, messages, order) => {
	expect(
		trialOrder(messages)
			.map(({ place }) => place.id)
			.join(" "),
	).toBe(order);
});
