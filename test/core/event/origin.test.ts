import { describe, expect, test } from "vitest";
import {
	isOfEvents,
	isVerified,
	namesTopic,
	possibleSpaces,
	spacesOf,
	UNVERIFIED,
} from "../../../core/event/origin.ts";
import { signatureOf } from "../../../core/event/reading/sns-signature.ts";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const digest = (text: string) => text.replaceAll(":", "").padEnd(64, "0");

describe("a route names a topic", () => {
	test.each([
		[TOPIC, true],
		[["arn:aws:sns:eu-west-1:123456789012:other", TOPIC], true],
		["arn:aws:sns:eu-west-1:123456789012:*", true],
		["arn:aws:sns:eu-west-1:123456789012:al*", true],
		[undefined, false],
		["arn:aws:sns:eu-west-1:123456789012:other", false],
		["arn:aws:sns:eu-west-1:123456789012:x*", false],
		// Anybody has a topic in an account of his own.
		["*", false],
		["arn:aws:sns:eu-west-1:*", false],
		["arn:aws:sns:*", false],
		["arn:aws:sns:eu-west-1:123456789012*", false],
	])("by %o: %o", (topicArn, expected) => {
		const match = topicArn === undefined ? {} : { topicArn };
		expect(namesTopic(match, TOPIC)).toBe(expected);
	});
});

describe("an event is verified", () => {
	const ofTopic = { kind: "topic", topicArn: TOPIC } as const;

	test("by a rule of ours, whatever its route", () => {
		expect(isVerified({ kind: "rule", rule: "R" }, {})).toBe(true);
	});

	test("by a topic for the route that names it alone: it may tell of anything", () => {
		expect(isVerified(ofTopic, { topicArn: TOPIC })).toBe(true);
		expect(isVerified(ofTopic, { source: "aws.guardduty" })).toBe(false);
	});

	test("never without either", () => {
		expect(isVerified(UNVERIFIED, { topicArn: TOPIC })).toBe(false);
	});
});

describe("name spaces", () => {
	const rule = { kind: "rule", rule: "Shop" } as const;
	const topic = { kind: "topic", topicArn: TOPIC } as const;
	const perhaps = { kind: "unverified", mayBeOfTopic: TOPIC } as const;

	test("of what is made up are none of a true event's", () => {
		for (const what of ["event", "message"] as const) {
			const keyed = { what, content: "same" };
			const made = spacesOf(UNVERIFIED, keyed, digest);
			for (const origin of [rule, topic, perhaps])
				expect(spacesOf(origin, keyed, digest)).not.toEqual(
					expect.arrayContaining([...made]),
				);
		}
	});

	test("of two rules are one for events, and two for messages, whose ids are anybody's", () => {
		const other = { kind: "rule", rule: "Other" } as const;
		const of = (what: "event" | "message") =>
			[rule, other].map((origin) =>
				spacesOf(origin, { what, content: "same" }, digest).join(),
			);
		expect(new Set(of("event")).size).toBe(1);
		expect(new Set(of("message")).size).toBe(2);
	});

	test("of a topic are looked through with its certificate and without", () => {
		for (const what of ["event", "message"] as const) {
			const keyed = { what, content: "same" };
			const [verified, not] = spacesOf(topic, keyed, digest);
			expect(spacesOf(perhaps, keyed, digest)).toEqual([not, verified]);
		}
	});

	test.each([topic, perhaps, UNVERIFIED])(
		"of %o are others for other content: whoever knows a key could use it up",
		(origin) => {
			const of = (content: string) =>
				spacesOf(origin, { what: "event", content }, digest);
			expect(of("true")).not.toEqual(
				expect.arrayContaining([expect.toBeOneOf([...of("made up")])]),
			);
		},
	);

	test.each([rule, topic, perhaps, UNVERIFIED])(
		"of the events of %o are known as such",
		(origin) => {
			const spaces = (what: "event" | "message") =>
				spacesOf(origin, { what, content: "" }, digest);
			for (const space of spaces("event")) expect(isOfEvents(space)).toBe(true);
			for (const space of [...spaces("event"), ...spaces("message")])
				expect(space.length).toBeLessThanOrEqual(64);
		},
	);

	test.each([
		"billing",
		"AROA1",
		"~shared",
		"~unknown",
		"~messages-in-events",
		"~rule-Shop",
		"~topic-0123456789abcdef",
	])("of what names its own recipients are not: %s", (space) => {
		expect(isOfEvents(space)).toBe(false);
	});

	test.each([
		["a word", { kind: "word", rule: "Shop", word: "w" }, rule],
		[
			"a signature",
			{
				kind: "signature",
				topicArn: TOPIC,
				at: 0,
				text: "",
				algorithm: "RSA-SHA1",
				signature: "",
				certificateUrl: "",
			},
			topic,
		],
		["nothing", undefined, UNVERIFIED],
	] as const)(
		"that are possible with %s are those in which it is if that is true, and if it isn't",
		(_what, proof, origin) => {
			for (const what of ["event", "message"] as const) {
				const keyed = { what, content: "same" };
				expect(possibleSpaces(proof, keyed, digest)).toEqual(
					expect.arrayContaining([
						...spacesOf(origin, keyed, digest),
						...spacesOf(UNVERIFIED, keyed, digest),
					]),
				);
			}
		},
	);
});

describe("the signature of a notification", () => {
	const FILE = `SimpleNotificationService-${"0123456789abcdef".repeat(2)}.pem`;
	const signed = (fields: object = {}) =>
		signatureOf({
			Type: "Notification",
			MessageId: "id-1",
			TopicArn: TOPIC,
			Message: "It\nis on fire",
			Timestamp: "2026-11-25T08:00:00.000Z",
			SignatureVersion: "1",
			Signature: "c2lnbmVk",
			SigningCertURL: `https://sns.eu-west-1.amazonaws.com/${FILE}`,
			...fields,
		});

	test("is of what SNS signs, in its order", () => {
		const text = (subject: string) =>
			`Message\nIt\nis on fire\nMessageId\nid-1\n${subject}Timestamp\n2026-11-25T08:00:00.000Z\nTopicArn\n${TOPIC}\nType\nNotification\n`;
		expect(signed()).toEqual({
			topicArn: TOPIC,
			at: Date.UTC(2026, 10, 25, 8),
			text: text(""),
			algorithm: "RSA-SHA1",
			signature: "c2lnbmVk",
			certificateUrl: `https://sns.eu-west-1.amazonaws.com/${FILE}`,
		});
		expect(
			signed({ Subject: "Fire", SignatureVersion: "2", Extra: "x" }),
		).toMatchObject({ text: text("Subject\nFire\n"), algorithm: "RSA-SHA256" });
		expect(signed({ Subject: null })?.text).toBe(text(""));
	});

	test.each([
		[
			"arn:aws-cn:sns:cn-north-1:123456789012:a",
			"sns.cn-north-1.amazonaws.com.cn",
		],
		[
			"arn:aws-us-gov:sns:us-gov-west-1:123456789012:a",
			"sns.us-gov-west-1.amazonaws.com",
		],
	])("of %s has its certificate at %s", (TopicArn, host) => {
		const SigningCertURL = `https://${host}/${FILE}`;
		expect(signed({ TopicArn, SigningCertURL })).toBeDefined();
	});

	test.each([
		["of another region", `https://sns.eu-central-1.amazonaws.com/${FILE}`],
		["without TLS", `http://sns.eu-west-1.amazonaws.com/${FILE}`],
		["of a bucket", `https://sns.eu-west-1.s3.amazonaws.com/${FILE}`],
		["of a bucket named sns", `https://sns.s3.eu-west-1.amazonaws.com/${FILE}`],
		[
			"in a folder",
			`https://sns.eu-west-1.amazonaws.com/x/SimpleNotificationService-${"a".repeat(32)}.pem`,
		],
		[
			"behind a name",
			`https://sns.eu-west-1.amazonaws.com@evil.example/${FILE}`,
		],
		[
			"of a longer host",
			`https://sns.eu-west-1.amazonaws.com.evil.example/${FILE}`,
		],
		["with a port", `https://sns.eu-west-1.amazonaws.com:8443/${FILE}`],
		["with a query", `https://sns.eu-west-1.amazonaws.com/${FILE}?x`],
		["of another name", "https://sns.eu-west-1.amazonaws.com/evil.pem"],
		["behind a space", ` https://sns.eu-west-1.amazonaws.com/${FILE}`],
		[
			"of a megabyte",
			`https://sns.eu-west-1.amazonaws.com/${"x".repeat(1e6)}${FILE}`,
		],
		["that is no text", 7],
	])("counts with no certificate %s", (_what, SigningCertURL) => {
		expect(signed({ SigningCertURL })).toBeUndefined();
	});

	test.each([
		["SignatureVersion", "3"],
		["SignatureVersion", "constructor"],
		["SignatureVersion", undefined],
		["Signature", ""],
		["Signature", "A".repeat(1369)],
		["Signature", undefined],
		["TopicArn", "arn:aws-iso:sns:eu-west-1:123456789012:alarms"],
		["TopicArn", "arn:constructor:sns:eu-west-1:123456789012:alarms"],
		["TopicArn", 1],
		["SignatureVersion", { toString: 1 }],
		["Signature", { toString: 1 }],
		["MessageId", { toString: 1 }],
		["Timestamp", undefined],
		// Else the same signed text could be read another way.
		["Subject", "Pay now\nMessageId\nid-1"],
		["MessageId", "id-1\nSubject\nPay now"],
		["Subject", { toString: 1 }],
	])("is none with the %s %o", (field, value) => {
		expect(signed({ [field]: value })).toBeUndefined();
	});
});
