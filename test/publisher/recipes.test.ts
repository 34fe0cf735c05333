import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const RECIPES = join(ROOT, "examples", "recipes");
const OWN_PACKAGE = join(ROOT, "test", "support", "own-package.ts");

const has = (command: string, ...args: readonly string[]) =>
	spawnSync(command, args, { stdio: "ignore" }).status === 0;
const lacksPython = !has("python3", "-c", "import boto3");
const lacksCli = !has("aws", "--version") || !has("jq", "--version");

const bin = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-recipes-"));
let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
	const { stdout } = spawnSync("sh", ["-c", "command -v aws"]);
	// Version 1 takes the endpoint from nowhere else for SQS.
	writeFileSync(
		join(bin, "aws"),
		`#!/bin/sh\nexec ${String(stdout).trim()} --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`,
		{ mode: 0o755 },
	);
});
afterAll(async () => {
	await stack.stop();
	rmSync(bin, { recursive: true });
});

/** Types a recipe's command as somebody would. @returns what it prints. */
async function type(
	command: string,
	args: readonly string[],
	input = "",
): Promise<string> {
	const child = spawn(command, args, {
		env: {
			PATH: `${bin}:${process.env.PATH}`,
			HOME: process.env.HOME,
			MAIL_QUEUE_URL: stack.sender.queueUrl,
			AWS_ENDPOINT_URL: stack.local.aws.url,
			AWS_REGION: "us-east-1",
			AWS_DEFAULT_REGION: "us-east-1",
			AWS_ACCESS_KEY_ID: "local",
			AWS_SECRET_ACCESS_KEY: "local",
		},
	});
	let output = "";
	let errors = "";
	child.stdout.on("data", (data) => {
		output += data;
	});
	child.stderr.on("data", (data) => {
		errors += data;
	});
	child.stdin.end(input);
	const code = await new Promise((resolve) => child.on("close", resolve));
	expect({ code, errors }).toEqual({ code: 0, errors: "" });
	return output.trim();
}

/** Runs a recipe twice, as a job that is repeated: the order's customer gets one mail. */
async function sendsOnce(
	order: string,
	run: (order: string, to: string) => Promise<string>,
): Promise<void> {
	const to = `order-${order}@example.com`;
	for (let time = 0; time < 2; time += 1)
		expect(await run(order, to)).toBe(`queued order-${order}-shipped`);
	await stack.settle();
	expect(stack.acceptedBy()[to]).toBe(1);
	expect(await stack.row(`order-${order}-shipped`)).toMatchObject({
		state: "SENT",
	});
}

describe("the recipe", () => {
	test("send.ts sends an order's mail once", () =>
		sendsOnce("4711", (order, to) =>
			type(process.execPath, [
				"--import",
				OWN_PACKAGE,
				join(RECIPES, "send.ts"),
				order,
				to,
			]),
		));

	test.skipIf(lacksPython)("send.py sends an order's mail once", () =>
		sendsOnce("4712", (order, to) =>
			type("python3", [join(RECIPES, "send.py"), order, to]),
		),
	);

	test.skipIf(lacksCli)("send.sh sends an order's mail once", () =>
		sendsOnce("4713", (order, to) =>
			type(join(RECIPES, "send.sh"), [order, to]),
		),
	);

	test.skipIf(lacksPython)("send-batch.py sends many", async () => {
		const orders = Array.from({ length: 12 }, (_, index) => `b${index}`);
		const lines = orders.map((order) => `${order} ${order}@example.com\n`);
		expect(
			await type("python3", [join(RECIPES, "send-batch.py")], lines.join("")),
		).toBe("queued 12");
		await stack.settle();
		for (const order of orders)
			expect(stack.acceptedBy()[`${order}@example.com`]).toBe(1);
	});
});
