import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type AlarmPlace,
	alarmDescription,
} from "../../infra/constructs/alarms/alarm-description.ts";
import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import type { Settings } from "../../infra/constructs/settings/settings.ts";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { OnCallShell } from "../support/on-call-shell.ts";

let stack: Harness;
let shell: OnCallShell;
let alarms: readonly MetricAlarm[];
beforeAll(async () => {
	stack = await Harness.start();
	shell = new OnCallShell(stack.local.aws.port);
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	await stack.local.aws.tick();
	const client = new CloudWatchClient({
		...stack.local.aws.client,
	});
	const { MetricAlarms = [] } = await client.send(
		new DescribeAlarmsCommand({}),
	);
	client.destroy();
	alarms = MetricAlarms;
});
afterAll(async () => {
	shell.close();
	await stack.stop();
});

describe("every alarm", () => {
	test("says what is seen, whether mail is lost, where, what to type and when it is over, in 1,024 characters", () => {
		expect(alarms).toHaveLength(ALARMS.length);
		for (const { AlarmDescription = "", AlarmName = "" } of alarms) {
			expect(AlarmDescription.length, AlarmName).toBeLessThanOrEqual(1024);
			expectOrder(AlarmDescription, [
				ALARMS.find(({ title }) => AlarmName.endsWith(title))?.symptom ?? "?",
				"\nIs mail lost? ",
				"\nAccount 000000000000, us-east-1, stack GmailSender-mail, mailbox y***@example.com",
				"\nType: aws ",
				"\nOver when: ",
			]);
		}
	});

	test("says last who can mend it, if somebody has to, and where to read on", () => {
		const settings = {
			mailbox: "alerts@example.com",
			mailboxOwner: "Ann, it@example.com",
			runbookUrl: "https://wiki.example.com/mail",
		} as Settings;
		const place = { account: "123456789012" } as AlarmPlace;
		for (const row of ALARMS) {
			const text = alarmDescription(row, settings, place);
			expectOrder(text, [
				"mailbox a***@example.com.",
				...(row.needsOwner ? [" Can be fixed by: Ann, it@example.com.\n"] : []),
				"\nType: ",
				"\nOver when: ",
				`\nRunbook: https://wiki.example.com/mail#${row.id}`,
			]);
			expect(text.includes("Ann")).toBe(row.needsOwner === true);
		}
	});

	test("tells nobody the mailbox's address or a secret", () => {
		const { mailbox, secretArn } = stack.sender;
		for (const { AlarmDescription = "", AlarmName = "" } of alarms)
			for (const secret of [mailbox, secretArn, LOCAL_APP_PASSWORD])
				expect(AlarmName + AlarmDescription).not.toContain(secret);
	});

	test("names a command that works in an empty folder with nothing but aws and jq", async () => {
		const commands = new Set(
			alarms.map(
				({ AlarmDescription = "" }) =>
					/^Type: (.*)$/m.exec(AlarmDescription)?.[1] ?? "",
			),
		);
		expect(commands.size).toBe(4);
		for (const command of commands) {
			const { out, err, code } = await shell.type(command, {});
			expect(code, err).toBe(0);
			expect(out).toMatch(
				/^Sending, but 1 message is|^1 dead letter on|bad-recipient|"Ticks"/,
			);
			// As lines that can be read and typed, not as JSON.
			expect(out).not.toMatch(/^\{|\\"/);
		}
	});
});

test("what status says to type pastes, and names the dead letter", async () => {
	const alarm = alarms.find(({ AlarmName = "" }) => /login/.test(AlarmName));
	const [, first = ""] =
		/^Type: (.*)$/m.exec(alarm?.AlarmDescription ?? "") ?? [];
	const { out } = await shell.type(first, {});
	const [, next = ""] = /^Type: (.*)$/m.exec(out) ?? [];
	expect((await shell.type(next, {})).out).toMatch(
		/^1 dead letter on record: 1 bad-recipient\.[\s\S]*refused {2}\S+ {2}bad-recipient {2}550/,
	);
});

function expectOrder(text: string, parts: readonly string[]): void {
	const places = parts.map((part) => text.indexOf(part));
	expect(Math.min(...places), text).toBeGreaterThanOrEqual(0);
	expect(places).toEqual(places.toSorted((a, b) => a - b));
}
