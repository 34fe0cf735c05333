import { describe, expect, test } from "vitest";
import { parseMessage } from "../../../core/message/parse.ts";
import { EVENT_NAMES, jsonOf, read } from "../../support/events.ts";
import { broken, faultsOf } from "../../support/forged.ts";

describe("records of S3", () => {
	const records = (...parts: readonly unknown[]) =>
		JSON.stringify({ Records: parts });
	const [record] = jsonOf("s3-put").Records;
	const otherBucket = structuredClone(record);
	otherBucket.s3.bucket.name = "another-bucket";

	test.each<[rule: string, body: string, pointer: string]>([
		["of two buckets", records(record, otherBucket), "/Records"],
		[
			"among which is one of another service",
			records(record, { ...record, eventSource: "aws:sns" }),
			"/Records/1/eventSource",
		],
		["that are none", records(), "/Records"],
		["that are no list", '{"Records":{}}', "/Records"],
	])("%s are malformed", (_rule, body, pointer) => {
		expect(faultsOf(body)).toEqual([pointer]);
	});

	test("may have a key of 1024 bytes and no longer", () => {
		const key = "%C3%BC".repeat(512);
		const pointer = "/Records/0/s3/object/key";
		expect(read(broken("s3-put", pointer, key)).kind).toBe("event");
		expect(faultsOf(broken("s3-put", pointer, `${key}x`))).toEqual([pointer]);
	});
});

describe("a body that is nested absurdly", () => {
	const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;

	test("is left to the message's parser, which refuses it", () => {
		const body = broken("ec2-state-change", "/detail", { deep: "HERE" });
		for (const text of [body.replace('"HERE"', deep), `{"to":${deep}}`, deep]) {
			expect(read(text)).toEqual({ kind: "message" });
			const parsed = parseMessage(text);
			expect(parsed).toMatchObject({
				kind: "invalid",
				problems: [{ sentence: expect.stringMatching(/at most 64/) }],
			});
		}
	});

	test("is malformed within SNS's envelope", () => {
		expect(faultsOf(broken("sns-text", "/Message", deep))).toEqual([
			"/Message",
		]);
	});
});

describe("a prototype's name as a field", () => {
	test("changes nothing for others", () => {
		const body = broken("ec2-state-change", "/detail", { state: "HERE" });
		const found = read(
			body.replace('"state"', '"__proto__":{"polluted":1},"constructor"'),
		);
		expect(found.kind).toBe("event");
		expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
	});

	test("is no required field", () => {
		expect(
			faultsOf('{"__proto__":{"id":"1","source":"aws.ec2"},"detail-type":"x"}'),
		).toContain("/source");
	});
});

describe("an event that is cut off", () => {
	test("is not JSON, which the message's parser says", () => {
		const body = JSON.stringify(jsonOf("alarm-raw"));
		expect(read(body.slice(0, -10))).toEqual({ kind: "message" });
	});

	test("within SNS's envelope is a text like any other", () => {
		const half = jsonOf("alarm-sns").Message.slice(0, 100);
		expect(read(broken("alarm-sns", "/Message", half))).toMatchObject({
			kind: "event",
			event: { source: "aws.sns", detail: half },
		});
	});
});

describe("a value that can't be made a text of", () => {
	test.each(EVENT_NAMES)("ends nothing, in any field of %s", (name) => {
		const body = jsonOf(name);
		const envelope = (inner: object) => ({
			...jsonOf("sns-json"),
			Message: JSON.stringify(inner),
		});
		for (const field of [...Object.keys(body), "SignatureVersion", "Records"])
			for (const value of [{ toString: 1 }, [{ eventSource: { toString: 1 } }]])
				for (const made of [
					{ ...body, [field]: value },
					envelope({ ...body, [field]: value }),
				])
					expect(() => read(made)).not.toThrow();
	});
});
