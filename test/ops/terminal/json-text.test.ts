import { expect, test } from "vitest";
import { jsonText } from "../../../ops/terminal/json-text.ts";

const AT = Date.parse("2026-12-01T08:00:00Z");
const ISO = "2026-12-01T08:00:00.000Z";

test.each([
	["milliseconds", { readySince: AT }, { readySince: ISO }],
	["seconds", { expiresAt: AT / 1000 }, { expiresAt: ISO }],
	["hours", { hour: AT / 3_600_000 }, { hour: ISO }],
	["text without milliseconds", { at: "2026-12-01T08:00:00Z" }, { at: ISO }],
	[
		"a time within a list",
		[{ hold: { until: AT } }],
		[{ hold: { until: ISO } }],
	],
])("a time in %s is printed as an ISO time", (_what, given, printed) => {
	expect(JSON.parse(jsonText(given))).toEqual(printed);
});

test.each([
	{ since: 0 },
	{ at: "gmail" },
	{ sent: AT },
	{ until: undefined, buckets: 3 },
])("%j is no time, and is printed as it is", (given) => {
	expect(jsonText(given)).toBe(JSON.stringify(given));
});
