import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import { discard } from "../../ops/commands/discard.ts";
import { failed } from "../../ops/commands/failed.ts";
import { redrive } from "../../ops/commands/redrive.ts";
import { show } from "../../ops/commands/show.ts";
import { sweepDeadLetters } from "../../ops/dead-letters/sweep.ts";
import { workOff } from "../../ops/dead-letters/work-off.ts";
import { closeTarget, type Target } from "../../ops/sender/target.ts";
import { failOnce } from "../support/dead-letters.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { runOps, targetOf } from "../support/ops.ts";

let stack: Harness;
let target: Target;
beforeAll(async () => {
	stack = await Harness.start();
	target = await targetOf(stack);
});
afterAll(async () => {
	closeTarget(target);
	await stack.stop();
});

const AT = "2026-11-23T10:00:00.000Z";
const putDead = (id: string, facts: object) =>
	stack.send(
		mail({ id }),
		{
			[DEAD_LETTER_ATTRIBUTE]: JSON.stringify({
				v: 1,
				cause: "transient",
				failure: 1,
				key: id,
				row: `of#billing#${id}`,
				at: AT,
				...facts,
			}),
		},
		stack.sender.deadLetterQueueUrl,
	);
/** A row as a later version of the sender writes it. */
const putLater = (pk: string, more: object = {}) =>
	target.dynamo.send(
		new PutItemCommand({
			TableName: stack.sender.tableName,
			Item: marshall({ pk, v: 2, ...more }),
		}),
	);

describe("one bad copy is named and skipped, the others go on", () => {
	let refused: string;
	let later: string;
	let rejected: string;
	beforeAll(async () => {
		refused = await putDead("refused", {
			attributes: { "AWS.\u001b[2J": { type: "String", value: "x" } },
		});
		await putLater("of#billing#later");
		later = await putDead("later", {});
		await putLater("dead#1", { deadCause: "bad-message", deadAt: 1 });
		rejected = await putDead("rejected", {
			cause: "bad-message",
			row: "dead#1",
		});
	});

	test("by redrive: one that SQS refuses, those whose rows cannot be read", async () => {
		const to = await failOnce(stack, "good");
		const { code, out } = await runOps(stack, redrive, ["--yes"]);
		expect(code).toBe(1);
		expect(out).toMatch(/^Moved 1 .*^Skipped: 3 that/ms);
		expect(out).toMatch(new RegExp(`^ {2}${refused}: .*not allowed`, "m"));
		for (const id of [later, rejected])
			expect(out).toMatch(
				new RegExp(`^ {2}${id}: Cannot read an item of the state table`, "m"),
			);
		await stack.settle();
		expect(stack.acceptedBy()[to]).toBe(1);
		expect(stack.deadLetters()).toHaveLength(3);
	});

	test("by discard", async () => {
		const { code, out } = await runOps(stack, discard, [
			...["--since", "2000-01-01", "--reason", "x", "--yes"],
		]);
		expect(code).toBe(1);
		expect(out).toMatch(/^Discarded 1 \(1 transient\)\.\nSkipped: 2 that/);
		expect(stack.deadLetters()).toHaveLength(2);
	});

	test("by failed and show", async () => {
		const { out } = await runOps(stack, failed, ["--list"]);
		expect(out).toMatch(/ {2}1 {2}unknown {2}bad-message {2}Cannot read an/);
		expect((await runOps(stack, show, ["good"])).out).toMatch(
			/nothing: it was/,
		);
	});
});

describe("a sweep", () => {
	const failing = (name: string) =>
		Object.assign(new Error("no"), { name, $metadata: {} });
	const queueOf = (...Messages: readonly object[]) => {
		const left = [Messages];
		return {
			sqs: { send: async () => ({ Messages: left.shift() }) },
			sender: {},
			dynamo: { send: async () => ({}) },
		} as unknown as Target;
	};
	const DEAD = {
		[DEAD_LETTER_ATTRIBUTE]: {
			StringValue: JSON.stringify({
				...{ v: 1, cause: "policy", failure: 1, key: "k", at: AT },
				row: "of#billing#k",
			}),
		},
	};
	const one = (MessageId: string) => ({
		...{ MessageId, ReceiptHandle: MessageId, Body: "{}" },
		MessageAttributes: DEAD,
	});

	test("names a copy that cannot be read, and brings the others", async () => {
		const queue = queueOf({ ...one("bad"), Attributes: null }, one("good"));
		for await (const { copies, skipped } of sweepDeadLetters(queue)) {
			expect(copies).toMatchObject([{ sqsMessageId: "good" }]);
			expect(skipped).toMatchObject([{ sqsMessageId: "bad" }]);
		}
		expect.assertions(2);
	});

	test.each([
		["InvalidParameterValue", 1],
		["ReceiptHandleIsInvalid", 1],
	])("goes on after %s for one copy", async (name, count) => {
		for await (const batch of sweepDeadLetters(queueOf(one("a"), one("b")))) {
			const skipped = await workOff(queueOf(), batch, async (copy) => {
				if (copy.sqsMessageId === "a") throw failing(name);
			});
			expect(skipped).toHaveLength(count);
		}
		expect.assertions(1);
	});

	test.each(["AccessDeniedException", "ThrottlingException", "TimeoutError"])(
		"ends with %s, which every copy would meet",
		async (name) => {
			const sweep = async () => {
				for await (const batch of sweepDeadLetters(queueOf(one("a"))))
					await workOff(queueOf(), batch, async () => {
						throw failing(name);
					});
			};
			await expect(sweep()).rejects.toThrow("no");
		},
	);
});
