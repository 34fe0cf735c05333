import { describe, expect, test } from "vitest";
import {
	nameOfResource,
	partsOfArn,
} from "../../../functions/send-email/domain/event/arn.ts";
import {
	spellTime,
	timeOf,
} from "../../../functions/send-email/domain/event/time.ts";
import {
	cleanLine,
	cleanText,
} from "../../../functions/send-email/domain/event/writing/clean.ts";
import {
	consoleLink,
	trustedLink,
} from "../../../functions/send-email/domain/event/writing/console-link.ts";
import { fieldRows } from "../../../functions/send-email/domain/event/writing/fields-table.ts";
import { prettyJson } from "../../../functions/send-email/domain/event/writing/pretty-json.ts";
import { subjectLine } from "../../../functions/send-email/domain/event/writing/subject.ts";

describe("subjectLine()", () => {
	const place = "in 123456789012 (eu-west-1)";

	test.each([
		["ALARM:", "orders-5xx", `ALARM: orders-5xx ${place}`],
		["", "orders", `orders ${place}`],
		[
			"ALARM:",
			"a-very-long-name-of-an-alarm-that-nobody-would-ever-give-to-one",
			`ALARM: a-very-long-name-of-an-alarm…er-give-to-one ${place}`,
		],
	])("puts %s and %s before the place", (before, name, subject) => {
		expect(subjectLine(before, name, place)).toBe(subject);
	});

	test.each(["👨‍👩‍👧", "e\u0301\u0323", "🇩🇪", "각"])(
		"never cuts within what people see as one character: %s",
		(mark) => {
			for (let length = 1; length < 60; length += 1) {
				const subject = subjectLine("ALARM:", mark.repeat(length), place);
				expect(subject.length).toBeLessThanOrEqual(78);
				const name = subject.slice("ALARM: ".length, -place.length - 1);
				expect(name.replaceAll(mark, "").replace("…", "")).toBe("");
			}
		},
	);
});

describe("cleanLine()", () => {
	test.each([
		["a\r\nBcc: b", "a Bcc: b"],
		["fdp\u202Eexe", "fdp\uFFFDexe"],
		["a\u0000b\u0007", "a\uFFFDb\uFFFD"],
		["zero\u200Bwidth\uFEFF", "zerowidth"],
		["lone \uD800 half", "lone \uFFFD half"],
		["a\u{E0041}b", "ab"],
		["👨‍👩‍👧 stays", "👨‍👩‍👧 stays"],
		["שלום", "שלום"],
	])("makes %j one harmless line", (text, line) => {
		expect(cleanLine(text, 100)).toBe(line);
	});

	test("cuts, but not within a surrogate pair", () => {
		expect(cleanLine("😀😀😀", 4)).toBe("😀…");
	});

	test("has a sister that keeps line breaks", () => {
		expect(cleanText("a\r\nb\u2028c\n\n\n\nd\u202E", 100)).toBe(
			"a\nb\nc\n\nd\uFFFD",
		);
	});
});

describe("consoleLink()", () => {
	const path = (region: string) => `/x?region=${region}`;

	test.each([
		[
			"eu-west-1",
			"https://eu-west-1.console.aws.amazon.com/x?region=eu-west-1",
		],
		[
			"cn-north-1",
			"https://cn-north-1.console.amazonaws.cn/x?region=cn-north-1",
		],
		[
			"us-gov-west-1",
			"https://us-gov-west-1.console.amazonaws-us-gov.com/x?region=us-gov-west-1",
		],
		["us-iso-east-1", undefined],
		["eusc-de-east-1", undefined],
		["eu-west-1.evil.example.com/", undefined],
		["", undefined],
		[undefined, undefined],
	])("leads for the region %s to its partition's console", (region, link) => {
		expect(consoleLink({ region }, path)).toBe(link);
	});
});

describe("trustedLink()", () => {
	test.each([
		"https://console.aws.amazon.com/cloudwatch/home",
		"https://eu-west-1.console.aws.amazon.com/codedeploy/home?#/deployments/d-1",
		"https://docs.aws.amazon.com/console/securityhub/S3.8/remediation",
		"https://cn-north-1.console.amazonaws.cn/ec2",
	])("takes %s", (link) => {
		expect(trustedLink(link)).toBe(link);
	});

	test.each([
		"http://console.aws.amazon.com/",
		"https://console.aws.amazon.com.evil.example.com/",
		"https://evil.example.com/console.aws.amazon.com",
		"https://user:password@console.aws.amazon.com/",
		"https://console.aws.amazon.com:8443/",
		"https://my-bucket.s3.amazonaws.com/phish.html",
		"https://abc123.execute-api.eu-west-1.amazonaws.com/",
		"https://xconsole.aws.amazon.com/",
		"javascript:alert(1)",
		"//console.aws.amazon.com/",
		"not a link",
		"",
	])("does not take %s", (link) => {
		expect(trustedLink(link)).toBeUndefined();
	});
});

describe("fieldRows()", () => {
	test("names nested fields by their path, plain values first", () => {
		const rows = fieldRows({
			a: { b: [{ c: 1 }, { c: null }], empty: {} },
			list: ["x", 2, true],
			none: [],
			text: "",
		});
		expect(rows.map(({ name, value }) => `${name} = ${value}`)).toEqual([
			"list = x, 2, true",
			"none = (none)",
			"text = (empty)",
			"a.empty = (none)",
			"a.b[0].c = 1",
			"a.b[1].c = (null)",
		]);
	});

	test("cuts long values and says how long they are", () => {
		const [row] = fieldRows({ log: "x".repeat(1000) });
		expect(row?.value).toBe(`${"x".repeat(300)}… (1000 characters)`);
	});

	test("shows sixty rows and then where the rest is", () => {
		const rows = fieldRows(Array.from({ length: 100 }, (_, n) => ({ n })));
		expect(rows).toHaveLength(61);
		expect(rows.at(-1)).toEqual({
			name: "…",
			value: "more, see the attachment",
		});
	});
});

describe("prettyJson()", () => {
	test("puts each value on its line and changes no token", () => {
		const json =
			'{"a":[1,{"b":"x, [y]: \\"{z}\\""}],"n":12345678901234567890,"a":{},"e":[]}';
		const pretty = prettyJson(json) ?? "";
		expect(pretty).toContain('\t"n": 12345678901234567890,\n');
		expect(pretty).toContain('\t"e": []\n}');
		expect(pretty.replace(/[\t\n]|(?<=":) /g, "")).toBe(json);
		expect(JSON.parse(pretty)).toEqual(JSON.parse(json));
	});

	test("writes what JSON.stringify would", () => {
		const value = { a: [1, [], {}, "\u2028\\", null], b: { c: { d: false } } };
		expect(prettyJson(JSON.stringify(value))).toBe(
			JSON.stringify(value, null, "\t"),
		);
	});

	test("gives up when white space would outgrow the text", () => {
		const json = `${"[".repeat(3000)}1${"]".repeat(3000)}`;
		expect(prettyJson(json)).toBeUndefined();
	});
});

describe("a time", () => {
	test.each([
		["2026-11-25T08:03:12Z", "Wednesday 25 November 2026, 08:03:12 UTC"],
		[
			"2026-11-25T08:03:12.347+0000",
			"Wednesday 25 November 2026, 08:03:12 UTC",
		],
		["2026-11-25T08:03:12+05:30", "Wednesday 25 November 2026, 02:33:12 UTC"],
	])("is read and spelled out: %s", (text, spelled) => {
		expect(spellTime(timeOf(text) ?? Number.NaN)).toBe(spelled);
	});

	test.each(["2026-11-25", "2026-11-25T08:03:12", "25 Nov 2026", "", "1"])(
		"needs a date, a time and a zone: %s",
		(text) => {
			expect(timeOf(text)).toBeUndefined();
		},
	);
});

describe("an ARN", () => {
	test.each([
		["arn:aws:ec2:eu-west-1:123456789012:instance/i-1", "i-1"],
		["arn:aws:s3:::acme-reports", "acme-reports"],
		["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders", "orders"],
		["service:orders", "orders"],
		["plain", "plain"],
		["", ""],
	])("%s is called %s", (arn, name) => {
		expect(nameOfResource(arn)).toBe(name);
	});

	test("is taken apart, and nothing else is", () => {
		expect(partsOfArn("arn:aws-cn:s3:::b")).toMatchObject({
			partition: "aws-cn",
			account: "",
			resource: "b",
		});
		expect(partsOfArn("arn:aws:s3")).toBeUndefined();
	});
});
