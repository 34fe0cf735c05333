import { describe, expect, test } from "vitest";
import type { Proof } from "../../../../core/event/proof.ts";
import type { Recognised } from "../../../../core/event/service-event.ts";
import { verifyOrigin } from "../../../../functions/send-email/intake/verify-origin.ts";
import { jsonOf, read } from "../../../support/events.ts";
import { NOW, stepBatch } from "../../../support/steps.ts";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const UNVERIFIED = { kind: "unverified" };

const signature = (topicArn = TOPIC, at = NOW): Proof => ({
	kind: "signature",
	topicArn,
	at,
	text: "",
	algorithm: "RSA-SHA256",
	signature: "",
	certificateUrl: "",
});

async function originOf(
	proof: Proof | undefined,
	verdict?: "genuine" | "forged" | "unknown",
	eventWord = "word",
) {
	const { batch } = stepBatch({
		config: {
			eventWord,
			ledgerSeconds: 1000,
			routes: [{ match: { topicArn: TOPIC }, to: "a@example.com" }],
		},
		signatures: verdict === undefined ? {} : { check: async () => verdict },
	});
	const found = read(jsonOf("ec2-state-change"));
	return verifyOrigin({ ...found, proof } as Recognised, batch.deps);
}

describe("the origin of an event", () => {
	test("is the rule whose word is the sender's own", async () => {
		const proof = { kind: "word", rule: "Shop", word: "word" } as const;
		expect(await originOf(proof)).toEqual({ kind: "rule", rule: "Shop" });
		expect(await originOf(proof, undefined, "other")).toEqual(UNVERIFIED);
		expect(await originOf(proof, undefined, "")).toEqual(UNVERIFIED);
	});

	test("is the topic that has signed it", async () => {
		expect(await originOf(signature(), "genuine")).toEqual({
			kind: "topic",
			topicArn: TOPIC,
		});
		expect(await originOf(signature(), "forged")).toEqual(UNVERIFIED);
	});

	test("may be the topic as long as nobody can tell", async () => {
		expect(await originOf(signature(), "unknown")).toEqual({
			kind: "unverified",
			mayBeOfTopic: TOPIC,
		});
	});

	test("is not asked for when no route names the topic: everybody's is signed", async () => {
		const stranger = "arn:aws:sns:eu-west-1:999999999999:alarms";
		// One that names it may come.
		expect(await originOf(signature(stranger))).toEqual({
			kind: "unverified",
			mayBeOfTopic: stranger,
		});
	});

	test("is not known of what the ledger may have forgotten: whoever has it could send it again", async () => {
		const at = (seconds: number) => signature(TOPIC, NOW - seconds * 1000);
		expect(await originOf(at(1000), "genuine")).toMatchObject({
			kind: "topic",
		});
		expect(await originOf(at(1001))).toEqual(UNVERIFIED);
	});

	test("is nobody's without proof, and for what is no event", async () => {
		expect(await originOf(undefined)).toEqual(UNVERIFIED);
		const { batch } = stepBatch();
		expect(await verifyOrigin({ kind: "message" }, batch.deps)).toEqual(
			UNVERIFIED,
		);
	});
});
