import { describe, expect, test } from "vitest";
import {
	type FailedEntry,
	failedText,
} from "../../../core/status/failed-text.ts";

const AT = Date.parse("2026-12-01T12:00:00Z");
const entry: FailedEntry = {
	id: "order-1",
	cause: "bad-recipient",
	at: AT,
	producer: "billing",
	said: "550-5.1.1 No such user",
};
const told = (changes: Partial<FailedEntry>) =>
	failedText({
		byCause: { "bad-recipient": 1 },
		newest: [{ ...entry, ...changes }],
		inQueue: 1,
	}).split("\n")[2];

describe("failedText()", () => {
	test("counts by cause, the most frequent first, and lists the newest", () => {
		expect(
			failedText({
				byCause: { "in-doubt": 1, "bad-recipient": 2 },
				newest: [entry],
				inQueue: 3,
			}).split("\n"),
		).toEqual([
			"3 dead letters on record: 2 bad-recipient, 1 in-doubt. Is mail lost? No, it is kept in the dead-letter queue.",
			"The newest, with time, id, producer, cause and reason:",
			"2026-12-01T12:00:00Z  order-1  billing  bad-recipient  550-5.1.1 No such user",
		]);
	});

	test("says when there are none, and when the queue holds more", () => {
		const none = { byCause: {}, newest: [] };
		expect(failedText({ ...none, inQueue: undefined })).toBe(
			"No dead letters on record.",
		);
		expect(failedText({ ...none, inQueue: 1 })).toMatch(
			/^No dead letters on record\.\nThe dead-letter queue holds 1 message more than/,
		);
	});

	test("shows neither an address nor a control character, whoever wrote the parts", () => {
		const line = told({
			id: "ann@example.com\u001b[2J",
			producer: "a\nb\u202e",
			said: "to bob.long@example.com\u0007",
		});
		expect(line).toBe(
			"2026-12-01T12:00:00Z  a***@example.com\\u001b[2J  a b\\u202e  bad-recipient  to b***@example.com\\u0007",
		);
	});

	test("cuts what is long after it has masked it", () => {
		const line = told({ said: `${"x".repeat(195)} ann@example.com` });
		expect(line).not.toContain("ann");
		expect(line?.endsWith("…")).toBe(true);
	});

	test("takes no longer for a megabyte", () => {
		const most = "@x".repeat(500_000);
		const began = performance.now();
		const line = told({ id: most, producer: most, said: most });
		expect(line?.length).toBeLessThan(420);
		expect(performance.now() - began).toBeLessThan(1000);
	});
});
