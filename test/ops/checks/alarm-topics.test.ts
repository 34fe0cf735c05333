import { describe, expect, test } from "vitest";
import { failure, refusals } from "../../../ops/checks/alarm-topics.ts";
import { allowing, allows } from "../../../ops/checks/policy.ts";
import type { Mend } from "../../../ops/sender/mend.ts";

const mend: Mend = {
	ops: (verb) => `ops ${verb}`,
	aws: (command) => `aws ${command}`,
	redeploy: () => "deploy",
};
const ARN = "arn:aws:sns:eu-west-1:111111111111:alarms";
const topic = { name: "page", arn: ARN } as const;
const policy = (...Statement: readonly object[]) =>
	JSON.stringify({ Statement });
const statement = (Principal: unknown, Action: unknown, Effect = "Allow") => ({
	Effect,
	Principal,
	Action,
});
const CLOUDWATCH = { Service: "cloudwatch.amazonaws.com" };

describe("allows()", () => {
	test.each([
		[CLOUDWATCH, "sns:Publish", "Allow", true],
		[CLOUDWATCH, ["SNS:Subscribe", "SNS:publish"], "Allow", true],
		[CLOUDWATCH, "sns:*", "Allow", true],
		[CLOUDWATCH, "*", "Allow", true],
		[CLOUDWATCH, "sns:Publish", "Deny", false],
		[CLOUDWATCH, "sns:Subscribe", "Allow", false],
		[
			{ Service: ["events.amazonaws.com", CLOUDWATCH.Service] },
			"*",
			"Allow",
			true,
		],
		[{ Service: "events.amazonaws.com" }, "sns:Publish", "Allow", false],
		[{ AWS: "*" }, "SNS:Publish", "Allow", true],
		["*", "SNS:Publish", "Allow", true],
		[{ AWS: "arn:aws:iam::111111111111:root" }, "sns:Publish", "Allow", false],
		[undefined, "sns:Publish", "Allow", false],
	])("of %j with %j (%s): %s", (principal, action, effect, expected) => {
		const text = policy(statement(principal, action, effect));
		expect(allows(text, "sns:Publish")).toBe(expected);
	});

	test("is false for a policy without statements", () => {
		expect(allows("{}", "sns:Publish")).toBe(false);
	});

	test("is true for what allowing() has added, and all else is kept", () => {
		const before = policy(statement({ AWS: "me" }, "kms:*"));
		const after = allowing(before, statement(CLOUDWATCH, "kms:Decrypt"));
		expect(allows(after, "kms:Decrypt")).toBe(true);
		expect(JSON.parse(after).Statement).toHaveLength(2);
	});
});

describe("refusals()", () => {
	const key = (text: string) =>
		({ kind: "customer-managed", arn: "arn:key", policy: text }) as const;

	test.each([
		["no policy and no key", undefined, undefined],
		[
			"the default policy",
			policy(statement({ AWS: "*" }, ["SNS:Publish"])),
			undefined,
		],
		[
			"a key that allows both actions in two statements",
			undefined,
			key(
				policy(
					statement(CLOUDWATCH, "kms:Decrypt"),
					statement(CLOUDWATCH, "kms:GenerateDataKey*"),
				),
			),
		],
	])("finds nothing with %s", (_what, policyText, topicKey) => {
		const access = { policy: policyText, key: topicKey };
		expect(refusals({ ...topic, ...access }, mend)).toEqual([]);
	});

	test("finds a key that allows one of the two actions alone, and prints the policy that allows both", () => {
		const only = key(policy(statement(CLOUDWATCH, "kms:Decrypt")));
		const [found] = refusals({ ...topic, policy: undefined, key: only }, mend);
		if (found?.kind !== "trouble") throw new Error("no trouble");
		const [, printed = ""] = /--policy '(.*)'$/.exec(found.type) ?? [];
		expect(allows(printed, "kms:GenerateDataKey")).toBe(true);
	});

	test("finds both the key and the policy", () => {
		const access = { policy: policy(), key: { kind: "aws-managed" } } as const;
		expect(refusals({ ...topic, ...access }, mend)).toHaveLength(2);
	});
});

describe("failure()", () => {
	const action = (what: string, minute: number, arn = ARN) => ({
		AlarmName: "mail: quota",
		HistorySummary: `${what} action ${arn}`,
		Timestamp: new Date(minute * 60_000),
	});
	const FAILED = "Failed to execute";
	const DONE = "Successfully executed";
	const found = (...actions: readonly object[]) =>
		failure(topic, { actions, isRed: () => false, mend });

	test("is what the newest action at the topic came to", () => {
		expect(found(action(FAILED, 2), action(DONE, 1))).toMatchObject([
			{
				kind: "trouble",
				what: expect.stringContaining("1970-01-01T00:02:00.000Z: Failed"),
			},
		]);
		expect(found(action(DONE, 2), action(FAILED, 1))).toEqual([]);
		expect(found()).toEqual([]);
	});

	test("is not another topic's with a longer name, nor hidden by it", () => {
		expect(found(action(FAILED, 1, `${ARN}-eu`))).toEqual([]);
		expect(found(action(DONE, 2, `${ARN}-eu`), action(FAILED, 1))).toHaveLength(
			1,
		);
	});

	test("is seen where a sentence ends with the topic", () => {
		const summary = `${ARN}. Received error: "no authorization to access the SNS topic encryption key."`;
		expect(found(action(FAILED, 1, summary))).toHaveLength(1);
	});

	test("names the state that makes the alarm act: red already, it is set to OK", () => {
		const type = (red: boolean) =>
			failure(topic, {
				actions: [action(FAILED, 1)],
				isRed: () => red,
				mend,
			})[0];
		expect(type(true)).toMatchObject({ type: expect.stringContaining("OK") });
		expect(type(false)).toMatchObject({
			type: expect.stringContaining("ALARM"),
		});
	});
});
