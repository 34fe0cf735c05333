import { describe, expect, test } from "vitest";
import { parseCli } from "../../local/cli-options.ts";

describe("parseCli()", () => {
	test("reads ports", () => {
		expect(parseCli(["--once", "--port", "0"])).toMatchObject({
			once: true,
			port: 0,
			inboxPort: undefined,
		});
	});

	test.each([
		["--port", "x"],
		["--port", "70000"],
		["--smtp-port", "-1"],
	])("refuses %s %s", (...args) => {
		expect(() => parseCli(args)).toThrow();
	});
});
