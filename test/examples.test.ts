import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	EXAMPLES,
	type SynthesizedExample,
	synthesizeExample,
} from "./support/example.ts";

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
							"Fn::GetAtt": [expect.stringMatching(/^AlarmMailRule/), "Arn"],
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
				Principal: { Service: "s3.amazonaws.com" },
				Resource: QUEUE,
				Condition: {
					ArnEquals: {
						"aws:SourceArn": {
							"Fn::GetAtt": [expect.stringMatching(/^Files/), "Arn"],
						},
					},
					StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
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
	"upload-to-mail": /^UploadToMail\/(Files|BucketNotificationsHandler\w+)\//,
	"step-functions": /^StepFunctions\/ShipOrder\/Resource$/,
	"api-gateway":
		/^ApiGateway\/Website\/(Resource|DeploymentStage\.prod\/Resource|Default\/contact\/POST\/Resource)$/,
	"another-team": /^Shop\/ShipOrder\//,
};

test("every example is in these tests", () => {
	expect(EXAMPLES.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
});

describe.each(Object.keys(ALLOWED))("examples/%s.ts", (name) => {
	const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-example-"));
	let example: SynthesizedExample;
	beforeAll(() => {
		example = synthesizeExample(name, folder);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

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
