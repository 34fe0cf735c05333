import { describe, expect, test } from "vitest";
import { matchesPattern } from "../../events/event-pattern.ts";

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
const event = {
	source: "aws.s3",
	detail: {
		bucket: "Reports",
		key: "2026/a*b.pdf",
		size: 5,
		from: "10.0.0.7",
		tags: ["red", "blue"],
		owner: null,
		note: "",
		parts: [
			{ number: 1, state: "ok" },
			{ number: 2, state: "lost" },
		],
	},
};

test.each<[string, unknown, boolean]>([
	["prefix", { key: [{ prefix: "2026/" }] }, true],
	["prefix", { key: [{ prefix: "2025/" }] }, false],
	[
		"prefix, without case",
		{ bucket: [{ prefix: { "equals-ignore-case": "REP" } }] },
		true,
	],
	["suffix", { key: [{ suffix: ".pdf" }] }, true],
	["suffix", { key: [{ suffix: ".csv" }] }, false],
	[
		"suffix, without case",
		{ key: [{ suffix: { "equals-ignore-case": ".PDF" } }] },
		true,
	],
	[
		"equals-ignore-case",
		{ bucket: [{ "equals-ignore-case": "rePORTS" }] },
		true,
	],
	[
		"equals-ignore-case",
		{ bucket: [{ "equals-ignore-case": "report" }] },
		false,
	],
	["wildcard", { key: [{ wildcard: "*/a*.pdf" }] }, true],
	["wildcard", { key: [{ wildcard: "2026*csv" }] }, false],
	["wildcard's literal star", { key: [{ wildcard: "*/a\\*b.pdf" }] }, true],
	["wildcard's literal star", { bucket: [{ wildcard: "Rep\\*" }] }, false],
	["wildcard's dot", { key: [{ wildcard: "2026/a*b?pdf" }] }, false],
	["anything-but", { bucket: [{ "anything-but": "Reports" }] }, false],
	["anything-but", { bucket: [{ "anything-but": ["a", "b"] }] }, true],
	["anything-but a number", { size: [{ "anything-but": [5, 6] }] }, false],
	["anything-but, missing", { none: [{ "anything-but": "a" }] }, false],
	["anything-but, null", { owner: [{ "anything-but": "a" }] }, true],
	[
		"anything-but prefix",
		{ key: [{ "anything-but": { prefix: "2026" } }] },
		false,
	],
	[
		"anything-but prefixes",
		{ key: [{ "anything-but": { prefix: ["2024", "2025"] } }] },
		true,
	],
	[
		"anything-but suffix",
		{ key: [{ "anything-but": { suffix: ".csv" } }] },
		true,
	],
	[
		"anything-but wildcard",
		{ key: [{ "anything-but": { wildcard: "*/*.pdf" } }] },
		false,
	],
	[
		"anything-but, without case",
		{ bucket: [{ "anything-but": { "equals-ignore-case": ["reports"] } }] },
		false,
	],
	["numeric", { size: [{ numeric: [">", 0, "<=", 5] }] }, true],
	["numeric", { size: [{ numeric: ["<", 5] }] }, false],
	["numeric", { size: [{ numeric: ["=", 5] }] }, true],
	["numeric of a text", { bucket: [{ numeric: [">", 0] }] }, false],
	["exists", { size: [{ exists: true }] }, true],
	["exists, null", { owner: [{ exists: true }] }, true],
	["exists, no leaf", { parts: { number: [{ exists: false }] } }, false],
	["exists: false", { none: [{ exists: false }] }, true],
	["exists: false", { size: [{ exists: false }] }, false],
	["cidr", { from: [{ cidr: "10.0.0.0/24" }] }, true],
	["cidr", { from: [{ cidr: "10.0.1.0/24" }] }, false],
	["cidr of no address", { bucket: [{ cidr: "10.0.1.0/24" }] }, false],
	["null", { owner: [null] }, true],
	["null of nothing", { none: [null] }, false],
	["the empty text", { note: [""] }, true],
	["a number is no text", { size: ["5"] }, false],
	["one of a list", { tags: ["blue"] }, true],
	["none of a list", { tags: ["green"] }, false],
	[
		"one entry in all its fields",
		{ parts: { number: [2], state: ["lost"] } },
		true,
	],
	["never two entries", { parts: { number: [1], state: ["lost"] } }, false],
	["$or", { $or: [{ size: [6] }, { bucket: ["Reports"] }] }, true],
	["$or", { $or: [{ size: [6] }, { bucket: ["x"] }] }, false],
	["$or and more", { $or: [{ size: [5] }], bucket: ["x"] }, false],
	["an operator there is not", { key: [{ like: "2026" }] }, false],
])("%s: %j gives %s", (_name, detail, expected) => {
	expect(matchesPattern({ detail }, event)).toBe(expected);
});

describe("a whole pattern", () => {
	const event = { source: "aws.s3", detail: { bucket: "b", size: 5 } };
	test.each<[unknown, boolean]>([
		[{ source: ["aws.s3"] }, true],
		[{ source: ["aws.ec2"] }, false],
		[{ source: [{ prefix: "aws." }], detail: { size: [5, 6] } }, true],
		[{ detail: { bucket: [{ "anything-but": "b" }] } }, false],
		[{ detail: { key: [{ exists: false }] } }, true],
		[undefined, false],
	])("matches %j: %s", (pattern, expected) => {
		expect(matchesPattern(pattern, event)).toBe(expected);
	});
});
