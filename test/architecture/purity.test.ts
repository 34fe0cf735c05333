import { describe, expect, test } from "vitest";
import {
	productSources,
	sourcesIn,
	withoutComments,
} from "../support/source-tree.ts";

describe("core/", () => {
	test.each([
		["clock", /Date\.now|new Date\(\)|performance\./],
		["randomness", /Math\.random|randomUUID|randomBytes|crypto\./],
		["environment", /process\./],
		["waiting", /\bawait\b|(?<!\$)\basync\b|setTimeout|Promise|\bimport\(/],
		["console", /console\.(log|info|warn|error|debug|trace|table|dir)\b/],
	])("has no %s", (_what, pattern) => {
		const core = sourcesIn("core/");
		expect(core).not.toEqual([]);
		for (const { path, text } of core)
			expect(withoutComments(text), path).not.toMatch(pattern);
	});
});

describe("certificates", () => {
	test("are always verified", () => {
		expect(productSources).not.toEqual([]);
		for (const { path, text } of productSources)
			expect(withoutComments(text), path).not.toMatch(
				/rejectUnauthorized|NODE_TLS_REJECT/,
			);
	});
});
