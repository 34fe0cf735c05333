import { createHmac } from "node:crypto";
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { find } from "../../../ops/commands/find.ts";
import { failSome } from "../../support/dead-letters.ts";
import { Harness } from "../../support/harness.ts";
import { runOps, targetOf } from "../../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start({ environment: { ON_AMBIGUOUS: "hold" } });
	expect(await runOps(stack, find, ["--to", "ann@example.com"])).toMatchObject({
		code: 1,
		err: expect.stringContaining("has recorded no recipients"),
	});
	await failSome(stack);
});
afterAll(() => stack.stop());

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
					Key: marshall({ pk: (await stack.row(String(id)))?.pk }),
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
