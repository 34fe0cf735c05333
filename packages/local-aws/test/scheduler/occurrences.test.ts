import { describe, expect, test } from "vitest";
import { parseExpression } from "../../scheduler/expression.ts";
import { nextOccurrence } from "../../scheduler/occurrences.ts";

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

const ms = (time: string) => Date.parse(time);

/** The first occurrences of an expression, as AWS's console would show them. */
function occurrences(
	text: string,
	{
		since = "2026-11-25T10:07:30Z",
		zone = "UTC",
		start,
		end,
		count = 3,
	}: {
		readonly since?: string;
		readonly zone?: string;
		readonly start?: string;
		readonly end?: string;
		readonly count?: number;
	} = {},
): readonly string[] {
	const expression = parseExpression(text);
	if (expression === undefined) throw new Error(`no expression: ${text}`);
	const timing = {
		expression,
		zone,
		sinceMs: ms(since),
		startMs: start === undefined ? undefined : ms(start),
		endMs: end === undefined ? undefined : ms(end),
	};
	const found: string[] = [];
	for (let last: number | undefined; found.length < count; ) {
		last = nextOccurrence(timing, last);
		if (last === undefined) break;
		found.push(new Date(last).toISOString().replace(":00.000Z", "Z"));
	}
	return found;
}

describe("parseExpression()", () => {
	test.each([
		"at(2026-12-01T09:00:00)",
		"rate(1 minute)",
		"rate(2 minute)",
		"rate(1 days)",
		"cron(0 8 ? * MON-FRI *)",
		"cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)",
		"cron(30 8 LW * ? 2026-2030)",
		"cron(0 0 ? JAN,JUL 6#3 *)",
	])("reads %s", (text) => {
		expect(parseExpression(text)).toBeDefined();
	});

	// Most of them AWS has been seen to refuse with "Invalid Schedule Expression".
	test.each([
		"cron(0 1 * * * *)",
		"cron(7 20 * * NOT *)",
		"cron(INVALID)",
		"cron(0 dummy ? * MON-FRI *)",
		"cron(71 8 1 * ? *)",
		"cron(0 8 1 * MON *)",
		"cron(0 8 ? * ? *)",
		"cron(*/60 * * * ? *)",
		"cron(0/0 * * * ? *)",
		"cron(0 8 ? * MON)",
		"cron(0 8 ? * 3#6 *)",
		"cron(0 8 40W * ? *)",
		"cron()",
		"rate(10 seconds)",
		"rate(10 years)",
		"rate()",
		"rate(10)",
		"rate(0 minutes)",
		"rate(10 minutess)",
		"rate(-10 minutes)",
		"rate( 10 minutes )",
		" rate(10 minutes)",
		"at(2021-12-31T23:59:59Z)",
		"at(2021-12-31)",
		"at(2026-02-30T00:00:00)",
		"at(2026-12-01T25:00:00)",
	])("refuses %s", (text) => {
		expect(parseExpression(text)).toBeUndefined();
	});
});

describe("a one-time schedule", () => {
	test("occurs once, and ignores its start and end", () => {
		expect(
			occurrences("at(2026-12-01T09:00:00)", {
				start: "2027-01-01T00:00:00Z",
				end: "2026-11-30T00:00:00Z",
			}),
		).toEqual(["2026-12-01T09:00Z"]);
	});

	test("occurs by the clocks of its time zone, though it is past", () => {
		expect(
			occurrences("at(2026-07-01T09:00:00)", { zone: "Asia/Kolkata" }),
		).toEqual(["2026-07-01T03:30Z"]);
	});
});

describe("a rate", () => {
	test("occurs at once without a start, and then each period", () => {
		expect(
			occurrences("rate(90 minutes)", { since: "2026-11-25T10:00:00Z" }),
		).toEqual(["2026-11-25T10:00Z", "2026-11-25T11:30Z", "2026-11-25T13:00Z"]);
	});

	test("occurs at its start first", () => {
		expect(
			occurrences("rate(1 day)", { start: "2026-11-30T08:00:00Z", count: 2 }),
		).toEqual(["2026-11-30T08:00Z", "2026-12-01T08:00Z"]);
	});

	test("keeps the beat of a start that is past, and makes up for nothing", () => {
		expect(
			occurrences("rate(1 hour)", { start: "2026-11-20T00:30:00Z", count: 2 }),
		).toEqual(["2026-11-25T10:30Z", "2026-11-25T11:30Z"]);
	});

	test("occurs at its end for the last time", () => {
		expect(
			occurrences("rate(1 hour)", {
				since: "2026-11-25T10:00:00Z",
				end: "2026-11-25T11:00:00Z",
			}),
		).toEqual(["2026-11-25T10:00Z", "2026-11-25T11:00Z"]);
	});
});

describe("a cron expression", () => {
	test.each<[string, readonly string[]]>([
		[
			"cron(0/20 * * * ? *)",
			["2026-11-25T10:20Z", "2026-11-25T10:40Z", "2026-11-25T11:00Z"],
		],
		[
			"cron(0 8 ? * MON *)",
			["2026-11-30T08:00Z", "2026-12-07T08:00Z", "2026-12-14T08:00Z"],
		],
		[
			"cron(30 20-2/2 ? * 4 *)",
			["2026-11-25T20:30Z", "2026-11-25T22:30Z", "2026-12-02T00:30Z"],
		],
		[
			"cron(0 0 L * ? *)",
			["2026-11-30T00:00Z", "2026-12-31T00:00Z", "2027-01-31T00:00Z"],
		],
		[
			"cron(0 0 L 2 ? *)",
			["2027-02-28T00:00Z", "2028-02-29T00:00Z", "2029-02-28T00:00Z"],
		],
		[
			"cron(0 0 15W * ? *)",
			["2026-12-15T00:00Z", "2027-01-15T00:00Z", "2027-02-15T00:00Z"],
		],
		// Saturday and Sunday go to the nearest workday, within the month.
		["cron(0 0 1W MAY ? 2027)", ["2027-05-03T00:00Z"]],
		["cron(0 0 LW 2 ? 2027)", ["2027-02-26T00:00Z"]],
		[
			"cron(0 0 ? * 6L *)",
			["2026-11-27T00:00Z", "2026-12-25T00:00Z", "2027-01-29T00:00Z"],
		],
		[
			"cron(0 0 ? * TUE#2 *)",
			["2026-12-08T00:00Z", "2027-01-12T00:00Z", "2027-02-09T00:00Z"],
		],
		["cron(0 0 29 2 ? 2027)", []],
		["cron(0 0 1 1 ? 2020)", []],
	])("%s", (text, expected) => {
		expect(occurrences(text)).toEqual(expected);
	});

	test("follows the clocks of its time zone over the change to summer time", () => {
		expect(
			occurrences("cron(0 8 * * ? *)", {
				zone: "Europe/Berlin",
				since: "2027-03-27T00:00:00Z",
			}),
		).toEqual(["2027-03-27T07:00Z", "2027-03-28T06:00Z", "2027-03-29T06:00Z"]);
	});

	test("skips a time that clocks are put forward over", () => {
		expect(
			occurrences("cron(30 2 * * ? *)", {
				zone: "America/Los_Angeles",
				since: "2027-03-13T00:00:00Z",
			}),
		).toEqual(["2027-03-13T10:30Z", "2027-03-15T09:30Z", "2027-03-16T09:30Z"]);
	});

	test("does not repeat a time that clocks are put back over", () => {
		expect(
			occurrences("cron(30 1 * * ? *)", {
				zone: "America/Los_Angeles",
				since: "2026-10-31T12:00:00Z",
				count: 2,
			}),
		).toEqual(["2026-11-01T08:30Z", "2026-11-02T09:30Z"]);
	});

	test("occurs from its start to its end", () => {
		expect(
			occurrences("cron(0 12 * * ? *)", {
				start: "2026-12-01T12:00:00Z",
				end: "2026-12-02T12:00:00Z",
			}),
		).toEqual(["2026-12-01T12:00Z", "2026-12-02T12:00Z"]);
	});
});
