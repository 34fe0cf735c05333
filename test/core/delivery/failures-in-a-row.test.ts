import { describe, expect, test } from "vitest";
import {
	NO_STREAK,
	othersAlike,
	withLostConnection,
	withLostLogin,
	withRefusal,
} from "../../../core/delivery/failures-in-a-row.ts";

describe("a streak", () => {
	test("counts other messages that met the same cause", () => {
		const streak = ["a", "b", "b"].reduce(
			(before, key) => withRefusal(before, "transient", key),
			NO_STREAK,
		);
		expect([
			othersAlike(streak, "transient", "a"),
			othersAlike(streak, "transient", "c"),
			othersAlike(streak, "rate", "c"),
		]).toEqual([1, 2, 0]);
	});

	test("counts one message's lost connections once, and every lost login", () => {
		let streak = withLostConnection(withLostConnection(NO_STREAK, "a"), "a");
		expect(streak.lostConnections).toHaveLength(1);
		streak = withLostLogin(withLostLogin(streak));
		expect(streak.lostConnections).toHaveLength(3);
	});
});
