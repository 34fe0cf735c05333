import { describe, expect, test } from "vitest";
import { openBody } from "../../../../functions/send-email/intake/open-body.ts";
import { MOST_OPENED_BYTES } from "../../../../functions/send-email/intake/opening.ts";
import { stepBatch } from "../../../support/steps.ts";

const claimCheck = (changes: object = {}) =>
	JSON.stringify({
		version: 1,
		id: "order-1",
		payload: {
			bucket: "payloads",
			key: `messages/${"a".repeat(8)}`,
			bytes: 10,
			sha256: "a".repeat(64),
			...changes,
		},
	});
const open = (body: string, text: unknown, bytes = 0) => {
	const { batch } = stepBatch();
	const config = { ...batch.deps.config, payloadBucket: "payloads" };
	const found = {
		files: {
			read: async (_reference: object, isWanted: (bytes: number) => boolean) =>
				typeof text === "number" && !isWanted(text) ? "unwanted" : text,
		},
		digest: (read: string) => (read === "{}" ? "a" : "b").repeat(64),
		config,
	};
	const { deps } = stepBatch(found as Parameters<typeof stepBatch>[0]).batch;
	const opening = {
		bytes,
		workMs: 0,
		turn: Promise.resolve(),
		until: Infinity,
	};
	return openBody(body, { bytes: 0 }, opening, deps);
};

describe("openBody()", () => {
	test("takes a body that is no claim check as it is", async () => {
		expect(await open('{"to":"x"}', undefined)).toEqual({
			kind: "body",
			body: '{"to":"x"}',
		});
	});

	test("reads what a claim check stands for", async () => {
		expect(
			await open(claimCheck(), { content: Buffer.from("{}"), etag: "" }),
		).toEqual({
			kind: "body",
			body: "{}",
		});
	});

	test("never reads another bucket", async () => {
		expect(
			await open(claimCheck({ bucket: "others" }), undefined),
		).toMatchObject({
			kind: "refused",
			id: "order-1",
			problems: [{ pointer: "/payload/bucket" }],
		});
	});

	test.each([
		["is gone", "missing", "/payload/key"],
		["is longer than it says", 11, "/payload/sha256"],
		[
			"is another one",
			{ content: Buffer.from("[]"), etag: "" },
			"/payload/sha256",
		],
	])("refuses an object that %s", async (_how, text, pointer) => {
		expect(await open(claimCheck(), text)).toMatchObject({
			kind: "refused",
			problems: [{ pointer }],
		});
	});

	test("waits for S3 when it does not answer", async () => {
		for (const answer of ["unavailable", "too-slow"])
			expect(await open(claimCheck(), answer)).toEqual({
				kind: "unavailable",
			});
	});

	test("leaves a message to another batch when this one has opened enough", async () => {
		expect(await open(claimCheck(), undefined, MOST_OPENED_BYTES)).toEqual({
			kind: "too-much",
		});
	});
});
