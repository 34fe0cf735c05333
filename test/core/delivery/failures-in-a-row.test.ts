import { describe, expect, test } from "vitest";
import {
	afterLostConnection,
	afterLostLogin,
	afterRefusal,
	NO_FAILURES,
	othersAlike,
} from "../../../core/delivery/failures-in-a-row.ts";

describe("a streak", () => {
	test("counts other messages that met the same cause", () => {
		const streak = ["a", "b", "b"].reduce(
			(before, key) => afterRefusal(before, "transient", key),
			NO_FAILURES,
		);
		expect([
			othersAlike(streak, "transient", "a"),
			othersAlike(streak, "transient", "c"),
			othersAlike(streak, "rate", "c"),
		]).toEqual([1, 2, 0]);
	});

	test("counts one message's lost connections once, and every lost login", () => {
		let streak = afterLostConnection(
			afterLostConnection(NO_FAILURES, "a"),
			"a",
		);
		expect(streak.lostConnections).toHaveLength(1);
		streak = afterLostLogin(afterLostLogin(streak));
		expect(streak.lostConnections).toHaveLength(3);
	});
});
