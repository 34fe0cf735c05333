import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
	EXAMPLES,
	type SynthesizedExample,
	synthesizeExample,
} from "./support/example.ts";
import { mail } from "./support/mail.ts";
import { RunningExample } from "./support/running-example.ts";

const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-examples-"));
afterAll(() => rmSync(folder, { recursive: true }));

const QUEUE = { "Fn::GetAtt": ["MailQueueAB31933B", "Arn"] };

/** Policies besides the sender's own, by example. */
const ALLOWED: Readonly<Record<string, object>> = {
	"alarm-to-mail": {
		MailQueuePolicy: [
			{
				Action: "sqs:SendMessage",
				Principal: { Service: "events.amazonaws.com" },
				Resource: QUEUE,
				Condition: {
					ArnEquals: {
						"aws:SourceArn": {
							"Fn::GetAtt": [
								expect.stringMatching(/^AlarmMail[0-9A-F]{8}$/),
								"Arn",
							],
						},
					},
				},
			},
		],
	},
	"upload-to-mail": {
		MailQueuePolicy: [
			{
				Action: "sqs:SendMessage",
				Principal: { Service: "events.amazonaws.com" },
				Resource: QUEUE,
				Condition: {
					ArnEquals: {
						"aws:SourceArn": {
							"Fn::GetAtt": [expect.stringMatching(/^Reports/), "Arn"],
						},
					},
				},
			},
		],
		FilesNotificationsHandlerPolicy: [
			{
				Action: "s3:PutBucketNotification",
				Resource: { "Fn::GetAtt": [expect.stringMatching(/^Files/), "Arn"] },
			},
		],
	},
	"step-functions": {
		ShipOrderRoleDefaultPolicy: [
			{ Action: "sqs:SendMessage", Resource: QUEUE },
		],
		ShipOrderTaskResponses3bb8fb77: [
			{
				Action: ["states:SendTaskFailure", "states:SendTaskSuccess"],
				Resource: { Ref: expect.stringMatching(/^ShipOrder/) },
			},
		],
	},
	"api-gateway": {
		WebsitecontactPOSTMailRoleDefaultPolicy: [
			{ Action: "sqs:SendMessage", Resource: QUEUE },
		],
	},
	scheduler: {
		SchedulerRoleForTarget4608bcDefaultPolicy: [
			{ Action: "sqs:SendMessage", Resource: QUEUE },
		],
	},
	"hear-of-failed-mail": {
		ShipOrderServiceRoleDefaultPolicy: [
			{
				Action: [
					"sqs:GetQueueAttributes",
					"sqs:GetQueueUrl",
					"sqs:SendMessage",
				],
				Resource: QUEUE,
			},
		],
		FailedMailPolicy: [
			{
				Action: "sqs:SendMessage",
				Principal: { Service: "events.amazonaws.com" },
				Resource: {
					"Fn::GetAtt": [expect.stringMatching(/^FailedMail/), "Arn"],
				},
				Condition: {
					ArnEquals: {
						"aws:SourceArn": {
							"Fn::GetAtt": [expect.stringMatching(/^Outcomes/), "Arn"],
						},
					},
				},
			},
		],
	},
	"another-team": {
		ShipOrderServiceRoleDefaultPolicy: [
			{
				Action: [
					"sqs:GetQueueAttributes",
					"sqs:GetQueueUrl",
					"sqs:SendMessage",
				],
				Resource: {
					"Fn::GetStackOutput": {
						StackName: "Platform",
						Region: { Ref: "AWS::Region" },
						OutputName: expect.stringContaining("MailQueueAB31933B"),
					},
				},
			},
		],
	},
};

/** Resources that belong to the reader, who decides about their logs, tracing and the like. */
const READERS_OWN: Readonly<Record<string, RegExp>> = {
	"upload-to-mail":
		/^UploadToMail\/(Files|Reports|BucketNotificationsHandler\w+)\//,
	"step-functions": /^StepFunctions\/ShipOrder\/Resource$/,
	"api-gateway":
		/^ApiGateway\/Website\/(Resource|DeploymentStage\.prod\/Resource|Default\/contact\/POST\/Resource)$/,
	"hear-of-failed-mail": /^HearOfFailedMail\/(ShipOrder|FailedMail)\//,
	"another-team": /^Shop\/ShipOrder\//,
};

test("every example is in these tests", () => {
	expect(EXAMPLES.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
});

describe.each(Object.keys(ALLOWED))("examples/%s.ts", (name) => {
	let example: SynthesizedExample;
	beforeAll(() => {
		example = synthesizeExample(name, join(folder, name));
	});

	test("allows what it needs, and nothing else", () => {
		const others = example.allowed
			.filter(({ policy }) => !/^Mail(Sending|Breaker)/.test(policy))
			.map(({ policy, statements }) => [
				policy,
				statements.map(({ Effect: _effect, Sid: _sid, ...rest }) => rest),
			]);
		expect(Object.fromEntries(others)).toEqual(ALLOWED[name]);
	});

	test("has no fault in what the package makes", () => {
		const own = READERS_OWN[name];
		expect(example.found.filter((path) => own?.test(path) !== true)).toEqual(
			[],
		);
	});

	test("synthesizes without a warning", () => {
		expect(example.complaints).toEqual([]);
	});
});

const SHIPPED = ["Order 4711 is on its way", "ann@example.com"];

let example: RunningExample | undefined;
const start = async (name: string) => {
	example = undefined;
	example = await RunningExample.start(name, join(folder, name));
	return example;
};
afterEach(() => example?.stop());

describe("the command of examples/README.md", () => {
	test("sets off the alarm, which is one mail, and one more when it is over", async () => {
		const alarm = await start("alarm-to-mail");
		// A new alarm soon turns from INSUFFICIENT_DATA to OK, of which there is a mail, too.
		alarm.stack.local.aws.services.cloudwatch.evaluate();
		const { length } = await alarm.mails(0);
		await alarm.type();
		await alarm.type();
		await alarm.mails(length + 1);
		await alarm.type({ ALARM: "OK" });
		expect((await alarm.mails(length + 2)).slice(length)).toEqual([
			[
				"ALARM: failed-orders in 000000000000 (us-east-1)",
				"oncall@your-domain.com",
			],
			[
				"OK: failed-orders in 000000000000 (us-east-1)",
				"oncall@your-domain.com",
			],
		]);
		await alarm.deliverAgain();
		expect(await alarm.mails(length + 2)).toHaveLength(length + 2);
	});

	test("uploads a report, which is one mail however often S3 tells of it", async () => {
		const upload = await start("upload-to-mail");
		await upload.type({ "reports/": "drafts/" });
		await upload.type();
		const mails = [
			[
				expect.stringMatching(/^S3: november\.csv created in /),
				"team@your-domain.com",
			],
		];
		expect(await upload.mails(1)).toEqual(mails);
		await upload.deliverAgain();
		expect(await upload.mails(1)).toEqual(mails);
	});

	test("starts the state machine, which tells the customer once", async () => {
		const machine = await start("step-functions");
		await machine.type();
		expect(await machine.mails(1)).toEqual([SHIPPED]);
		await machine.deliverAgain();
		expect(await machine.mails(1)).toEqual([SHIPPED]);
	});

	test("has the state machine ask sales when there is no such customer", async () => {
		const machine = await start("step-functions");
		await machine.type({ "ann@": "reply-550-5.1.1@" });
		expect(await machine.mails(1)).toEqual([
			["Order 4711: please call the customer", "sales@your-domain.com"],
		]);
	});

	test("fills in the contact form, which refuses recipients of the visitor's own", async () => {
		const form = await start("api-gateway");
		const refused = await form.type({ "{": '{"to":"eve@example.com",' });
		expect(JSON.parse(refused)).toEqual({ message: "Invalid request body" });
		expect(JSON.parse(await form.type())).toEqual({
			messageId: expect.any(String),
		});
		const mail = ["Contact form", "sales@your-domain.com"];
		expect(await form.mails(1)).toEqual([mail]);
		// Nothing tells two visitors from one who writes twice.
		await form.type();
		expect(await form.mails(2)).toEqual([mail, mail]);
	});

	test("brings the schedule forward, which is one mail for each time it is due", async () => {
		const monday = await start("scheduler");
		await monday.type();
		const due = ["It is Monday", "team@your-domain.com"];
		expect(await monday.mails(1)).toEqual([due]);
		await monday.stack.pass(1);
		expect(await monday.mails(2)).toEqual([due, due]);
		await monday.deliverAgain();
		expect(await monday.mails(2)).toEqual([due, due]);
	});

	test("calls the other team's function, whose customer hears of an order once", async () => {
		const team = await start("another-team");
		expect(JSON.parse(await team.type())).toMatchObject({
			id: "order-4711-shipped",
		});
		await team.type();
		expect(await team.mails(1)).toEqual([SHIPPED]);
	});

	test("ships an order to nobody's mailbox, of which the team hears, and of no other mail", async () => {
		const team = await start("hear-of-failed-mail");
		await team.type({
			'"4711"': '"4712"',
			"reply-550-5.1.1@": "ann@",
			"time-seconds 20": "time-seconds 0",
		});
		await team.stack.send(
			mail({ id: "others", to: "reply-550-5.1.1@example.com" }),
		);
		await team.mails(1);
		const [, answer = ""] = (await team.type()).split(/\n(?=\{)/);
		const { Messages } = JSON.parse(answer);
		expect(JSON.parse(Messages[0].Body)).toMatchObject({
			source: "sqs-gmail-sender",
			"detail-type": "Email Failed",
			detail: {
				id: "order-4711-shipped",
				producer: "shop",
				cause: "bad-recipient",
			},
		});
		expect(team.waitingIn("FailedMailUrl")).toBe(1);
		expect(team.stack.outcomes().map(({ id }) => id)).toContain("others");
	});
});
