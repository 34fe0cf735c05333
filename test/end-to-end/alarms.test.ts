import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALARMS } from "../../infra/constructs/alarms.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws-services.ts";
import { Harness, mail } from "../support/harness.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-alarms-"));

/** An `aws` that knows just the commands of the alarms, by the real SDK. */
const AWS = `#!${process.execPath}
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
const require = createRequire(${JSON.stringify(join(ROOT, "package.json"))});
const client = { endpoint: process.env.ENDPOINT, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
const [service, command, ...rest] = process.argv.slice(2);
const text = { type: "string" };
const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, strict: true, options: { region: text, "function-name": text, payload: text, "cli-binary-format": text, "table-name": text, "index-name": text, "max-items": text, output: text } });
if (service === "lambda" && command === "invoke") {
	const { LambdaClient, InvokeCommand } = require("@aws-sdk/client-lambda");
	const { Payload } = await new LambdaClient({ ...client, region: values.region }).send(new InvokeCommand({ FunctionName: values["function-name"], Payload: values.payload }));
	const answer = Buffer.from(Payload).toString();
	if (positionals[0] === "/dev/stdout") console.log(answer); else writeFileSync(positionals[0], answer);
} else if (service === "dynamodb" && command === "scan") {
	const { DynamoDBClient, ScanCommand } = require("@aws-sdk/client-dynamodb");
	const { Items } = await new DynamoDBClient({ ...client, region: values.region }).send(new ScanCommand({ TableName: values["table-name"], IndexName: values["index-name"], Limit: Number(values["max-items"]) }));
	console.log(JSON.stringify(Items));
} else throw new Error("unknown command " + service + " " + command);
`;

let stack: Harness;
let alarms: readonly MetricAlarm[];
beforeAll(async () => {
	writeFileSync(join(folder, "aws.mjs"), AWS);
	writeFileSync(
		join(folder, "aws"),
		`#!/bin/sh\nexec "${process.execPath}" "${join(folder, "aws.mjs")}" "$@"\n`,
		{ mode: 0o755 },
	);
	stack = await Harness.start();
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	alarms = await describeAlarms();
});
afterAll(async () => {
	await stack.stop();
	rmSync(folder, { recursive: true });
});

async function describeAlarms(): Promise<readonly MetricAlarm[]> {
	const client = new CloudWatchClient({
		endpoint: stack.local.aws.url,
		region: "us-east-1",
		credentials: LOCAL_CREDENTIALS,
	});
	return (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];
}

const alarmOf = async (title: string) =>
	(await describeAlarms()).find(({ AlarmName }) => AlarmName?.endsWith(title));
const titleOf = (id: string) =>
	ALARMS.find((row) => row.id === id)?.title ?? "";

describe("every alarm", () => {
	test("says what is seen, whether mail is lost, where, what to type and when it is over, in 1,024 characters", () => {
		expect(alarms).toHaveLength(ALARMS.length);
		for (const { AlarmDescription = "", AlarmName } of alarms) {
			expect(AlarmDescription.length, AlarmName).toBeLessThanOrEqual(1024);
			const order = [
				"Is mail lost?",
				"Account 000000000000, us-east-1, mailbox y***@example.com",
				"Type: aws ",
				"Over when:",
			].map((part) => AlarmDescription.indexOf(part));
			expect(order.every((at) => at > 0)).toBe(true);
			expect(order).toEqual(order.toSorted((a, b) => a - b));
		}
	});

	test("names a command that works in an empty folder with nothing but aws", async () => {
		const commands = new Set(
			alarms.map(
				({ AlarmDescription = "" }) =>
					/^Type: (.*)$/m.exec(AlarmDescription)?.[1] ?? "",
			),
		);
		expect(commands.size).toBe(2);
		for (const command of commands) {
			const { stdout } = await run("sh", ["-c", command], {
				cwd: folder,
				env: { PATH: `${folder}:/usr/bin:/bin`, ENDPOINT: stack.local.aws.url },
			});
			expect(stdout).toMatch(/Sending: nothing stops mail|bad-recipient/);
		}
	});
});

describe("an alarm on the breaker", () => {
	test("is red while the account is refused, and green again with the next mail", async () => {
		const title = titleOf("auth-refused");
		stack.gmail.mailboxes.setPassword("somethingelsenow");
		stack.gmail.dropConnections();
		stack.local.advance(30_000);
		await stack.send(mail({ id: "blocked" }));
		await stack.settle();
		expect(await alarmOf(title)).toMatchObject({ StateValue: "ALARM" });
		await stack.pass(30, 5);
		expect(await alarmOf(title)).toMatchObject({ StateValue: "ALARM" });
		stack.setPassword("somethingelsenow");
		await stack.pass(20);
		expect(stack.waiting()).toBe(0);
		expect(await alarmOf(title)).toMatchObject({ StateValue: "OK" });
	});
});
