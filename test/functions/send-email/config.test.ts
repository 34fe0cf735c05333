import { describe, expect, test } from "vitest";
import { ENV } from "../../../core/contract.ts";
import { readBreakerConfig } from "../../../functions/breaker/config.ts";
import { readSendingConfig } from "../../../functions/send-email/config.ts";

const whole = Object.fromEntries(
	Object.values(ENV).map((name) => [name, "10"]),
);
const env = {
	...whole,
	[ENV.aliases]: '["sales@example.com"]',
	[ENV.producers]: '{"AROA":"billing"}',
	[ENV.highPriority]: "[]",
	[ENV.routes]: "[]",
	[ENV.defaultRoute]: "",
	[ENV.attachmentBuckets]: "[]",
	[ENV.queueUrl]: "https://sqs.eu-west-1.amazonaws.com/123456789012/mail",
};

describe("readSendingConfig()", () => {
	test("reads the account from the queue's URL, and lists from their JSON", () => {
		expect(readSendingConfig(env)).toMatchObject({
			account: "123456789012",
			aliases: ["sales@example.com"],
			producers: { AROA: "billing" },
			defaultRoute: undefined,
		});
	});

	test("knows which buckets are of other accounts", () => {
		const owners = { [ENV.bucketOwners]: '{"theirs":"222222222222"}' };
		const { bucketOwners } = readSendingConfig({ ...env, ...owners });
		expect([...bucketOwners]).toEqual([["theirs", "222222222222"]]);
		const none = { ...env, [ENV.bucketOwners]: undefined };
		expect(readSendingConfig(none).bucketOwners.size).toBe(0);
	});

	test.each([
		["hold", "hold"],
		["anything else", "resend"],
	])("takes an onAmbiguous of %s for %s", (given, onAmbiguous) => {
		const config = readSendingConfig({ ...env, [ENV.onAmbiguous]: given });
		expect(config).toMatchObject({ onAmbiguous });
	});

	test("names all that is missing or unreadable at once", () => {
		const broken = {
			...env,
			[ENV.mailbox]: "",
			[ENV.smtpPort]: "many",
			[ENV.routes]: "{",
		};
		for (const fault of [
			`${ENV.mailbox} is missing`,
			`${ENV.smtpPort} is not a whole number`,
			`${ENV.routes} is not JSON`,
		])
			expect(() => readSendingConfig(broken)).toThrow(fault);
	});

	test("never gets access tokens from an address that is not https", () => {
		expect(() =>
			readSendingConfig({ ...env, OAUTH_TOKEN_URL: "http://x" }),
		).toThrow(/OAUTH_TOKEN_URL/);
	});
});

describe("readBreakerConfig()", () => {
	test("names what only the breaker function needs, too", () => {
		expect(() => readBreakerConfig(env)).toThrow(
			/MAPPING_ID is missing.*RETENTION_SECONDS/,
		);
	});
});
