import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
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
import { writeAwsStub } from "../support/aws-stub.ts";
import { Harness, mail } from "../support/harness.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-alarms-"));

let stack: Harness;
let alarms: readonly MetricAlarm[];
beforeAll(async () => {
	stack = await Harness.start();
	writeAwsStub(folder, stack.local.aws.url);
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	await stack.local.tick();
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
		expect(commands.size).toBe(4);
		for (const command of commands) {
			const { stdout } = await run("sh", ["-c", command], {
				cwd: folder,
				env: { PATH: `${folder}:/usr/bin:/bin` },
			});
			expect(stdout).toMatch(
				/Sending: nothing stops mail|bad-recipient|"Ticks"/,
			);
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
