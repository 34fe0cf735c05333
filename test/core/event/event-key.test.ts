import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { routeFor } from "../../../core/event/routing.ts";
import {
	bodyOf,
	EVENT_NAMES,
	eventOf,
	jsonOf,
	read,
} from "../../support/events.ts";

const TO = { to: "default@example.com" };
const digest = (text: string) =>
	createHash("sha256").update(text).digest("hex");

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

	test("is the same for an event of EventBridge directly and by SNS", () => {
		expect(keyOf(bodyOf("sns-eventbridge"))).toBe(
			keyOf(JSON.parse(jsonOf("sns-eventbridge").Message)),
		);
	});

	test("is longer by the route that makes a mail of it, but for the default one", () => {
		const event = eventOf(bodyOf("ec2-state-change"));
		const by = (source: string) =>
			routeFor(event, [{ match: { source }, to: "a@example.com" }], TO, digest)
				?.key;
		expect(by("aws.*")).not.toBe(by("aws.ec2"));
		expect(by("aws.ec2")).toBe(by("aws.ec2"));
		expect(by("aws.s3")).toBe(event.key);
	});

	test("differs between all kept events but the one that comes in two ways", () => {
		const keys = EVENT_NAMES.map((name) => read(bodyOf(name))).flatMap(
			(found) => (found.kind === "event" ? [found.event.key] : []),
		);
		expect(new Set(keys).size).toBe(keys.length - 1);
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
