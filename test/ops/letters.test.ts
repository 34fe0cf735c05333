import { createHmac } from "node:crypto";
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failed } from "../../ops/commands/failed.ts";
import { find } from "../../ops/commands/find.ts";
import { show } from "../../ops/commands/show.ts";
import { failInDoubt, failOnce } from "../support/dead-letters.ts";
import { Harness, mail } from "../support/harness.ts";
import { runOps, targetOf } from "../support/ops.ts";

let stack: Harness;
let unreadable: string;
beforeAll(async () => {
	stack = await Harness.start({ environment: { ON_AMBIGUOUS: "hold" } });
	expect(await runOps(stack, find, ["--to", "ann@example.com"])).toMatchObject({
		code: 1,
		err: expect.stringContaining("has written down no recipients"),
	});
	await failOnce(stack, "one", { to: ["one@example.com", "ann@example.com"] });
	await failOnce(stack, "two");
	await failInDoubt(stack, "doubt");
	unreadable = await stack.send({ ...mail(), txt: "x" });
	await stack.send(mail({ id: "fine" }));
	await stack.settle();
});
afterAll(() => stack.stop());

describe("ops failed", () => {
	test("groups by cause with an example", async () => {
		const { code, out } = await runOps(stack, failed, []);
		expect(code).toBe(0);
		expect(out).toMatch(/^4 dead letters on record\./);
		expect(out).toMatch(/2 bad-recipient, from \S+, .*\n.*for example: 550/);
		expect(out).toMatch(/1 bad-message, .*\n.*\/txt is not allowed/);
		expect(out).not.toMatch(/more than are on record/);
	});

	test("lists one by one with a filter", async () => {
		const { out } = await runOps(stack, failed, ["--cause", "bad-recipient"]);
		expect(out.match(/ {2}(one|two) {2}/g)).toHaveLength(2);
		expect(out).not.toContain("doubt  ");
		const byId = await runOps(stack, failed, ["--id", unreadable, "--json"]);
		expect(JSON.parse(byId.out)).toMatchObject({
			total: 1,
			list: [{ id: unreadable, cause: "bad-message" }],
		});
	});

	test("says when SQS itself has moved messages there", async () => {
		await stack.send(mail({ id: "sqs" }), {}, stack.sender.deadLetterQueueUrl);
		for (const filter of [[], ["--cause", "unknown"]])
			expect((await runOps(stack, failed, filter)).out).toMatch(
				/holds 1 more than are on record: SQS itself moved them.*npm run ops -- redrive --dry-run --local --port \d+/,
			);
	});
});

describe("ops show", () => {
	test("tells a dead letter's story, with masked addresses and what to type", async () => {
		const { code, out } = await runOps(stack, show, ["one"]);
		expect(code).toBe(0);
		for (const line of [
			/^State {9}FAILED as bad-recipient$/m,
			/^Message-ID {4}<.+@.+>$/m,
			/^Recipient 0 {3}o\*\*\*@example\.com: refused with 550 \(bad-recipient\), in the dead-letter queue/m,
			/^Recipient 1 {3}a\*\*\*@example\.com: accepted by Google$/m,
			/^ {2}Google said at rcpt: 550/m,
			/^Next .*npm run ops -- redrive --id one --local --port \d+/m,
		])
			expect(out).toMatch(line);
		expect(out).not.toContain("one@example.com");
		expect(out).not.toContain("Hello Ann");
	});

	test("leaves the dead-letter queue as it is, and prints the body on request", async () => {
		const before = stack.deadLetters().length;
		const { out } = await runOps(stack, show, ["two", "--body"]);
		expect(out).toContain('"text":"Hello Ann"');
		expect(stack.deadLetters()).toHaveLength(before);
	});

	test("finds an unreadable message by SQS's id and names the place", async () => {
		const { out } = await runOps(stack, show, [unreadable]);
		expect(out).toMatch(/\/txt: .*the field is unknown/);
		expect(out).toMatch(/Next .*its producer corrects it/);
	});

	test.each([
		["doubt", /Next .*resolve doubt sent --local/],
		["fine", /Next .*nothing: it was sent/],
	])("tells what to type about %s", async (id, advice) => {
		expect((await runOps(stack, show, [id])).out).toMatch(advice);
	});

	test("says that it knows no such message", async () => {
		expect(await runOps(stack, show, ["nobody"])).toMatchObject({
			code: 1,
			err: expect.stringContaining("Cannot find a message with the id nobody"),
		});
	});
});

describe("ops find", () => {
	const KEY = "ab".repeat(32);
	const hash = (address: string) =>
		createHmac("sha256", Buffer.from(KEY, "hex"))
			.update(address)
			.digest("hex")
			.slice(0, 16);

	beforeAll(async () => {
		const target = await targetOf(stack);
		const { dynamo } = target;
		const { tableName: TableName } = stack.sender;
		await dynamo.send(
			new PutItemCommand({
				TableName,
				Item: marshall({ pk: "recipient-key", value: KEY }),
			}),
		);
		for (const [id, ...addresses] of [
			["one", "one@example.com", "ann@example.com"],
			["fine", "ann@example.com"],
		])
			await dynamo.send(
				new UpdateItemCommand({
					TableName,
					Key: marshall({ pk: `message#${id}` }),
					UpdateExpression: "SET recipientHashes = :hashes",
					ExpressionAttributeValues: marshall({
						":hashes": addresses.map(hash),
					}),
				}),
			);
		dynamo.destroy();
	});

	test("tells what became of each message to an address, whatever its case", async () => {
		const { code, out } = await runOps(stack, find, [
			"--to",
			"Ann@Example.com",
			"--since",
			"3h",
		]);
		expect(code).toBe(0);
		expect(out.trim().split("\n")).toHaveLength(2);
		expect(out).toMatch(/ {2}accepted by Google {2}fine {2}/);
		expect(out).toMatch(/ {2}accepted by Google {2}one {2}/);
		const refused = await runOps(stack, find, ["--to", "one@example.com"]);
		expect(refused.out).toMatch(/refused with 550 .*dead-letter queue.* one /);
	});

	test("looks no further back than --since", async () => {
		const { out } = await runOps(stack, find, [
			"--to",
			"ann@example.com",
			"--since",
			"2100-01-01",
		]);
		expect(out).toMatch(/^No message to that address since 2100/);
	});

	test("refuses what is no address", async () => {
		expect(await runOps(stack, find, ["--to", "ann"])).toMatchObject({
			code: 2,
			err: expect.stringContaining('it has no "@"'),
		});
	});
});
