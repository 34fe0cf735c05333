import { describe, expect, test } from "vitest";
import { read } from "../../../ops/sender/reading.ts";

describe("read()", () => {
	test.each([
		[{ name: "AccessDeniedException" }, "AccessDenied"],
		[{ name: "AccessDenied" }, "AccessDenied"],
		[{ name: "Exception" }, "Exception"],
		[{ code: "ECONNREFUSED" }, "ECONNREFUSED"],
	])("gives a failure %j as the value %s", async (fields, why) => {
		const failing = async () => {
			throw Object.assign(new Error("no"), fields);
		};
		expect(await read(failing)).toEqual({ kind: "unknown", why });
	});
});
