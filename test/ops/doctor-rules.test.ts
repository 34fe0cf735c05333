import { describe, expect, test } from "vitest";
import { syncCommand } from "../../ops/checks/clock.ts";
import { isFullDomainName } from "../../ops/checks/ehlo.ts";
import { mappingFaults } from "../../ops/checks/mapping-settings.ts";
import { findingOf } from "../../ops/checks/subscribers.ts";
import { type Mend, mendFor } from "../../ops/sender/mend.ts";
import type { Target } from "../../ops/sender/target.ts";
import { ageText } from "../../ops/terminal/duration-text.ts";

const mend: Mend = {
	ops: (verb) => `ops ${verb}`,
	aws: (command) => `aws ${command}`,
	redeploy: () => "deploy",
};

describe("isFullDomainName()", () => {
	test.each([
		["example.com", true],
		["mail.example.co.uk", true],
		["xn--bcher-kva.example", true],
		["localhost", false],
		["10.0.0.1", false],
		["[127.0.0.1]", false],
		["host.local", false],
		["-bad.example", false],
		["", false],
	])("says of %s: %s", (name, expected) => {
		expect(isFullDomainName(name)).toBe(expected);
	});
});

describe("subscribers", () => {
	const email = (SubscriptionArn: string, Endpoint = "ann@example.com") => ({
		SubscriptionArn,
		Protocol: "email",
		Endpoint,
	});
	const topic = (name: string, subscriptions: readonly object[]) => ({
		name,
		arn: `arn:aws:sns:eu-west-1:1:${name}`,
		subscriptions,
	});
	const confirmed = email("arn:aws:sns:eu-west-1:1:page:1");

	test("names who has not confirmed yet, masked, and asks again", () => {
		expect(
			findingOf(
				[
					topic("page", [email("PendingConfirmation")]),
					topic("ticket", [confirmed]),
				],
				mend,
			),
		).toMatchObject({
			kind: "trouble",
			what: expect.stringMatching(
				/^the page topic has no confirmed subscriber \(invited: a\*\*\*@example\.com\): the link to confirm is in the mail/,
			),
			type: "aws sns subscribe --topic-arn arn:aws:sns:eu-west-1:1:page --protocol email --notification-endpoint ann@example.com",
		});
	});

	test("is fine with one who has confirmed, whoever else has not", () => {
		expect(
			findingOf(
				[
					topic("page", [
						confirmed,
						email("PendingConfirmation", "bob@example.com"),
						{
							SubscriptionArn: "arn:aws:sns:x:1:page:2",
							Protocol: "https",
							Endpoint: "https://chat.example/hook?token=secret",
						},
					]),
				],
				mend,
			),
		).toEqual({
			kind: "ok",
			detail:
				"page: a***@example.com, b***@example.com (not confirmed), chat.example",
		});
	});

	test("leaves the address open when nobody was ever asked", () => {
		expect(findingOf([topic("page", [])], mend)).toMatchObject({
			what: "nobody is subscribed to the page topic",
			type: expect.stringMatching(/ONCALL@YOUR-DOMAIN$/),
		});
	});
});

describe("mapping-settings", () => {
	const fine = {
		reports: true,
		concurrency: 2,
		batchSize: 9,
		connections: 3,
		timeout: 180,
	};

	test.each([
		["as the template has it", fine, []],
		[
			"one connection, ten at a time",
			{ ...fine, connections: 1, concurrency: 10, batchSize: 3 },
			[],
		],
		[
			"too many connections",
			{ ...fine, concurrency: 4 },
			["--scaling-config MaximumConcurrency=2"],
		],
		[
			"no maximum",
			{ ...fine, concurrency: undefined },
			["--scaling-config MaximumConcurrency=2"],
		],
		[
			"a batch that takes too long",
			{ ...fine, timeout: 60 },
			["--batch-size 3"],
		],
	])("takes %s for what it is", (_what, polling, options) => {
		expect(mappingFaults(polling).map(({ option }) => option)).toEqual(options);
	});
});

describe("a command line", () => {
	const target = {
		stackName: "GmailSender-mail",
		sender: { name: "mail", region: "eu-west-1" },
	} as Target;

	test("for AWS names stack, sender and region", () => {
		const { ops, aws, redeploy } = mendFor({}, target);
		expect([ops("status"), aws("sqs x"), redeploy()]).toEqual([
			"npm run ops -- status --stack=GmailSender-mail --sender=mail",
			"aws sqs x --region eu-west-1",
			"npx cdk deploy GmailSender-mail --revert-drift",
		]);
	});

	test("for a queue that keeps mail for longer than its template does not deploy the template again", () => {
		expect(mendFor({}, target, true).redeploy()).toBe(
			"npx cdk drift GmailSender-mail",
		);
	});

	test.each([
		[4566, "--local"],
		[4600, "--local --port 4600"],
	])("for the local stack on port %i names it: %s", (localPort, flags) => {
		const { ops, aws, redeploy } = mendFor({ localPort }, target);
		expect([ops("status"), aws("sqs x"), redeploy()]).toEqual([
			`npm run ops -- status ${flags}`,
			`aws sqs x --region eu-west-1 --endpoint-url http://127.0.0.1:${localPort}`,
			"npm start",
		]);
	});
});

test.each([
	["darwin", "sudo sntp -sS time.apple.com"],
	["linux", "sudo timedatectl set-ntp true"],
	["win32", "w32tm /resync"],
] as const)("the clock of %s is set by %s", (platform, command) => {
	expect(syncCommand(platform)).toBe(command);
});

test.each([
	[-5, "0 s"],
	[40_000, "40 s"],
	[12 * 60_000, "12 min"],
	[5 * 3_600_000, "5 h"],
	[12 * 86_400_000, "12 days"],
])("%i ms are said as %s", (ms, text) => {
	expect(ageText(ms)).toBe(text);
});
