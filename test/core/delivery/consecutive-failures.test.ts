import { describe, expect, test } from "vitest";
import {
	afterLostConnection,
	afterLostLogin,
	afterRefusal,
	NO_FAILURES,
	othersAlike,
} from "../../../core/delivery/consecutive-failures.ts";

describe("failures in a row", () => {
	test("counts other messages that met the same cause", () => {
		const failures = ["a", "b", "b"].reduce(
			(before, key) => afterRefusal(before, "transient", key),
			NO_FAILURES,
		);
		expect([
			othersAlike(failures, "transient", "a"),
			othersAlike(failures, "transient", "c"),
			othersAlike(failures, "rate", "c"),
		]).toEqual([1, 2, 0]);
	});

	test("counts one message's lost connections once, and every lost login", () => {
		let failures = afterLostConnection(
			afterLostConnection(NO_FAILURES, "a"),
			"a",
		);
		expect(failures.lostConnections).toHaveLength(1);
		failures = afterLostLogin(afterLostLogin(failures));
		expect(failures.lostConnections).toHaveLength(3);
	});
});
