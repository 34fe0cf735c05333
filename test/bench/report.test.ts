import { describe, expect, test } from "vitest";
import { harmChart } from "../../bench/report/charts/harm.ts";
import { recoveryChart } from "../../bench/report/charts/recovery.ts";
import { speedChart } from "../../bench/report/charts/speed.ts";
import { costOfCalls, costOfMail } from "../../bench/report/cost/aws.ts";
import { fixedCost, monthCosts } from "../../bench/report/cost/month.ts";
import { measuredParagraph } from "../../bench/report/measured.ts";
import { number, ratioText } from "../../bench/report/numbers.ts";
import { readme } from "../../bench/report/readme.ts";
import { soak } from "../../bench/report/sections/soak.ts";
import type { Results } from "../../bench/results.ts";
import { INVENTED } from "./invented.ts";

const page = (results: Results) =>
	readme(results, { fixed: 7, soak: undefined });
const without = (...parts: readonly (keyof Results)[]): Results => {
	const left = Object.entries(INVENTED).filter(
		([part]) => !parts.some((one) => one === part),
	);
	return Object.fromEntries(left) as unknown as Results;
};

describe("a ratio", () => {
	test("is told where the spreads are apart, and not where they touch", () => {
		const one = { median: 10, min: 9, max: 11 };
		expect(ratioText(one, { median: 20, min: 12, max: 21 })).toBe("0.50×");
		expect(ratioText(one, { median: 20, min: 11, max: 21 })).toBe(
			"no difference",
		);
		expect(ratioText(one, { median: 5, min: 1, max: 9 })).toBe("no difference");
		expect(ratioText(one, { median: 10, min: 1, max: 99 })).toBe(
			"no difference",
		);
	});

	test("of a contestant whose spread overlaps the pool's stands in no table and no paragraph", () => {
		const close = { median: 27, min: 20, max: 30 };
		const results = {
			...INVENTED,
			speed: INVENTED.speed.map((table) => ({
				...table,
				rows: table.rows.map((row) =>
					row.who === "ours" || row.who === "pool"
						? { ...row, perSecond: close }
						: row,
				),
			})),
		};
		expect(page(results)).toContain(
			"| sqs-gmail-sender | 27 (20–30) | no difference |",
		);
		expect(page(results)).not.toContain("**Bare pool: more messages");
		expect(measuredParagraph(results)).toContain(
			"no measurable difference to the messages a second of a bare nodemailer pool",
		);
	});

	test("in the README's paragraph is ours by the other's", () => {
		expect(measuredParagraph(INVENTED)).toContain(
			"**0.89 times** the messages a second of a bare nodemailer pool",
		);
		expect(measuredParagraph(INVENTED)).toContain(
			"**0.20 times** the billed time of a handler as in a tutorial",
		);
		expect(measuredParagraph(INVENTED)).toContain(
			"it lost 0, doubled 2 and gave up 0 of 1,500 mails",
		);
	});
});

describe("the cost", () => {
	test("of a mail is that of its calls, its invocation, its time, its event and its logs", () => {
		const calls = {
			"sqs SendMessage": 1,
			"sqs ReceiveMessage": 0.5,
			"dynamodb PutItem": 2,
			"dynamodb GetItem": 4,
			"events PutEvents": 1,
		};
		const millionth = 1e-6;
		expect(costOfCalls(calls).dollars).toBeCloseTo(
			(1.5 * 0.4 + 2 * 0.625 + 4 * 0.125) * millionth,
			12,
		);
		expect(costOfMail({ calls, billedMs: 1000, memoryMiB: 512 })).toBeCloseTo(
			(2.35 + 0.2 + 13.3334 / 2 + 1 + 1) * millionth,
			12,
		);
	});

	test("names calls that it has no price for", () => {
		const calls = { "dynamodb PutItem": 1, "kms Decrypt": 1 };
		expect(costOfCalls(calls).unpriced).toEqual(["kms Decrypt"]);
		const results = { ...INVENTED, calls: { full: calls, lone: calls } };
		expect(page(results)).toContain("are not counted: kms Decrypt.");
		expect(page(INVENTED)).not.toContain("are not counted:");
	});

	test.each([
		[100, { Resend: 0, Postmark: 15, "Amazon SES, à la carte": 0.3 }],
		[2_000, { Resend: 29, Postmark: 78, "Amazon SES, à la carte": 6 }],
		[10_000, { Resend: 215, Postmark: 366, "Amazon SES, à la carte": 30 }],
	])(
		"of %i mails a day by a service is that of its cheapest plan",
		(aDay, costs) => {
			const found = new Map(
				monthCosts(INVENTED, 7, aDay).map(({ who, dollars }) => [who, dollars]),
			);
			for (const [who, dollars] of Object.entries(costs))
				expect(found.get(who), who).toBeCloseTo(dollars, 6);
		},
	);

	test("of more mails than a mailbox sends is that of the relay, or of more senders and seats", () => {
		const own = monthCosts(INVENTED, 7, 10_000).filter(({ isOurs }) => isOurs);
		const [relay, seat, senders, seats] = own.map(({ dollars }) => dollars);
		expect(own).toHaveLength(4);
		expect((seat ?? 0) - (relay ?? 0)).toBeCloseTo(7, 6);
		expect((senders ?? 0) - (relay ?? 0)).toBeCloseTo(4 * 7, 6);
		expect((seats ?? 0) - (senders ?? 0)).toBeCloseTo(5 * 7, 6);
	});

	test("without mail is the README's, or else an error says what is missing", () => {
		expect(fixedCost("| **fixed, together** | **$6.96** |")).toBe(6.96);
		expect(() => fixedCost("nothing")).toThrow("README.md has no row");
	});
});

describe("the page", () => {
	test("names a contestant that did not run, with the reason, as text", () => {
		expect(page(INVENTED)).toContain(
			"**Postfix did not run here.** There is \\<no\\> postfix & no \\| here",
		);
	});

	test("says where others are ahead and why, and nothing that the figures don't say", () => {
		const text = page(INVENTED);
		expect(text).toContain(
			"**Bare pool: more messages a second**, 1.13× ours with 2 × 3 connections",
		);
		expect(text).toContain(
			"**Doubled mails**: killed processes 2 for 300 mails, but bare pool 0.",
		);
		expect(text).toContain("**With 256 MB of memory");
		expect(text).not.toContain("**Powertools handler:");
		expect(text).not.toContain("**Lost mails**");
		expect(
			page(without("speed", "harm", "lone", "recovery", "memory")),
		).toContain("In nothing that was measured here.");
	});

	test("says of a part that was not measured how to measure it", () => {
		expect(page(without("recovery"))).toContain(
			"## Recovery\n\nNot measured: `npm run bench -- recovery`.",
		);
		expect(page({ ...INVENTED, curves: [] })).toContain(
			"Not measured: `npm run bench -- curves`.",
		);
	});

	test("shows numbers of a soak, whatever else is in its file", () => {
		const found = { messages: 10, lost: 0, series: [1], faults: { reset: 3 } };
		expect(soak(found, false)).toContain("- lost: 0");
		expect(soak(found, false)).toContain("reset: 3");
		expect(
			soak(
				{
					...found,
					tally: { messages: 10, givenUp: 2 },
					checks: [
						{ rule: "lost", isWell: true },
						{ rule: "memory", isWell: null, what: ["20 MiB", "<b>30"] },
						{ rule: "another", isWell: false },
					],
				},
				false,
			),
		).toContain(
			[
				"- given up: 2\n\nWhat was checked:\n",
				"- **each message is accepted, dead-lettered with a cause, or expired** holds.",
				"- **the function's memory is flat** could not be told: 20 MiB; \\<b\\>30.",
				"- **another** does not hold.",
			].join("\n"),
		);
		expect(soak({ lost: 0 }, true)).toBeUndefined();
		expect(soak("none", true)).toBeUndefined();
	});
});

describe("a chart", () => {
	test("has text from results as text", () => {
		const svg = speedChart({
			...INVENTED,
			skipped: [{ who: "postfix", why: `</text><script>"&\u0000\ud800` }],
		});
		expect(svg).toContain("&lt;/text&gt;&lt;script&gt;&quot;&amp;  ");
		expect(svg).not.toContain("<script");
	});

	test("says of mail that still waits that it does", () => {
		const [first] = INVENTED.harm.filter(({ who }) => who === "ours");
		if (first === undefined) throw new Error("There is no such row");
		const left = { ...first, doubled: 0, waiting: 7 };
		expect(harmChart([left])).toContain(">7 waiting</text>");
		expect(harmChart([{ ...left, waiting: 0 }])).toContain(">none</text>");
	});

	test("has the figures of the table", () => {
		expect(speedChart(INVENTED)).toContain(">24 (23.5–24.5)</text>");
		expect(recoveryChart(INVENTED.recovery)).toContain(">20–90 s</text>");
	});
});

test.each([
	[0, "0"],
	[0.123_456, "0.123"],
	[24.94, "24.9"],
	[99.96, "100"],
	[1234.5, "1,235"],
])("%d is written as %s", (value, text) => {
	expect(number(value)).toBe(text);
});
