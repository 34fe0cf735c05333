import { describe, expect, test } from "vitest";
import {
	bodyOf,
	EVENT_NAMES,
	eventOf,
	jsonOf,
	read,
} from "../../support/events.ts";

describe("an event's key", () => {
	const keyOf = (body: string | object) => eventOf(body).key;

	test.each(EVENT_NAMES.filter((name) => read(bodyOf(name)).kind === "event"))(
		"is the same for %s however its JSON is written, one line of at most 256 characters",
		(name) => {
			const key = keyOf(bodyOf(name));
			expect(keyOf(JSON.stringify(jsonOf(name)))).toBe(key);
			expect(key.length).toBeLessThanOrEqual(256);
			expect(key).not.toMatch(/\p{Cc}/u);
		},
	);

	test("differs by topic, for two topics tell their own people, and not by SNS's message", () => {
		const envelope = jsonOf("sns-eventbridge");
		const again = { ...envelope, MessageId: crypto.randomUUID() };
		const other = { ...envelope, TopicArn: `${envelope.TopicArn}-2` };
		expect(keyOf(again)).toBe(keyOf(envelope));
		expect(keyOf(other)).not.toBe(keyOf(envelope));
		expect(keyOf(JSON.parse(envelope.Message))).not.toBe(keyOf(envelope));
	});

	test("differs by rule, for two rules tell their own people", () => {
		const event = jsonOf("ec2-state-change");
		const tagged = (rule: string) =>
			keyOf({ ...event, resources: [...event.resources, `mail-rule/${rule}`] });
		expect(tagged("a")).toBe(tagged("a"));
		expect(tagged("a")).not.toBe(tagged("b"));
		expect(tagged("a").length).toBeLessThanOrEqual(256);
	});

	test("differs between all kept events", () => {
		const keys = EVENT_NAMES.map((name) => read(bodyOf(name))).flatMap(
			(found) => (found.kind === "event" ? [found.event.key] : []),
		);
		expect(new Set(keys).size).toBe(keys.length);
	});

	const change = (edit: (object: Record<string, unknown>) => void) => {
		const body = jsonOf("s3-put");
		edit(body.Records[0].s3.object);
		return body;
	};

	test.each([
		change((object) => Object.assign(object, { key: "other.pdf" })),
		change((object) => Object.assign(object, { versionId: "other" })),
		change((object) => Object.assign(object, { sequencer: "0066" })),
		change((object) => Object.assign(object, { versionId: undefined })),
	])("tells S3's objects, versions and their changes apart (%#)", (other) => {
		expect(keyOf(other)).not.toBe(keyOf(bodyOf("s3-put")));
	});

	test("does not mistake a separator in a name for one of its own", () => {
		const one = change((object) =>
			Object.assign(object, { key: "a|b", versionId: "c" }),
		);
		const other = change((object) =>
			Object.assign(object, { key: "a", versionId: "b|c" }),
		);
		expect(keyOf(one)).not.toBe(keyOf(other));
	});

	test("that would be too long is cut and still differs by its end", () => {
		const long = (end: string) =>
			keyOf(
				change((object) =>
					Object.assign(object, { key: "k".repeat(900) + end }),
				),
			);
		expect(long("1")).toHaveLength(256);
		expect(long("1")).not.toBe(long("2"));
		expect(long("1")).toBe(long("1"));
	});
});
