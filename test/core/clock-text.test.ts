import { expect, test } from "vitest";
import { clockText } from "../../core/clock-text.ts";

const NOW = Date.parse("2026-12-01T23:30:00Z");

test.each([
	["2026-12-01T00:05:00Z", "00:05 UTC"],
	["2026-12-02T00:05:00Z", "2026-12-02 00:05 UTC"],
	["2026-11-30T23:30:00Z", "2026-11-30 23:30 UTC"],
])("%s is told with its date when that is not today's", (at, text) => {
	expect(clockText(Date.parse(at), NOW)).toBe(text);
});
