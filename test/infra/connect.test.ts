import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import {
	importedSender,
	manifestWith,
	OWNER,
	workingFunction,
} from "../support/granted.ts";
import { stackWith } from "../support/synth.ts";

const EVERYTHING = { largeMessages: true, outcomes: true, schedule: true };

describe("connect()", () => {
	test("lets a function send, and tells it the queue", () => {
		const { stack, sender } = stackWith();
		const { fn, variables, statements } = workingFunction(stack);
		sender.connect(fn);
		expect(variables()).toEqual({
			MAIL_QUEUE_URL: { Ref: expect.stringMatching(/^MailQueue/) },
		});
		expect(statements()).toHaveLength(1);
	});

	test("tells a function all that it asked for", () => {
		const { stack, sender } = stackWith();
		const { fn, variables, statements } = workingFunction(stack);
		sender.connect(fn, { producer: "billing", ...EVERYTHING });
		expect(Object.keys(variables()).toSorted()).toEqual([
			"MAIL_PAYLOAD_BUCKET",
			"MAIL_PRODUCER",
			"MAIL_QUEUE_ARN",
			"MAIL_QUEUE_URL",
			"MAIL_SCHEDULER_ROLE_ARN",
			"MAIL_SCHEDULE_GROUP",
			"MAIL_TABLE_NAME",
		]);
		expect(variables()).toMatchObject({ MAIL_PRODUCER: "billing" });
		const actions = statements().flatMap(({ Action }) => Action);
		for (const action of [
			"sqs:SendMessage",
			"s3:PutObject",
			"dynamodb:GetItem",
			"scheduler:CreateSchedule",
			"iam:PassRole",
		])
			expect(actions).toContain(action);
	});

	test("names the producer, and whether its high priority counts", () => {
		const { stack, sender } = stackWith();
		const { fn } = workingFunction(stack);
		sender.connect(fn, { producer: "billing", highPriority: true });
		const [sending] = Object.values(
			Template.fromStack(stack).findResources("AWS::Lambda::Function", {
				Properties: {
					Description: "Sends the mail of Team-Mail through Gmail SMTP",
				},
			}),
		);
		const { PRODUCERS, HIGH_PRIORITY } =
			sending?.Properties.Environment.Variables ?? {};
		expect(JSON.stringify(PRODUCERS)).toContain("billing");
		expect(HIGH_PRIORITY).toBe('["billing"]');
	});

	test("refuses a second sender, which the library's variables could not name", () => {
		const { stack, sender } = stackWith();
		const second = new GmailSender(stack, "Second", {
			mailbox: "second@example.com",
			mailboxType: "workspace",
		});
		const { fn } = workingFunction(stack);
		sender.connect(fn);
		expect(() => second.connect(fn)).toThrow(
			/Cannot connect Team\/Worker to Team\/Second as it is connected to Team\/Mail already[\s\S]*grantSend/,
		);
	});

	test("may be called again for the same sender", () => {
		const { stack, sender } = stackWith();
		const { fn, variables } = workingFunction(stack);
		sender.connect(fn);
		sender.connect(fn, { outcomes: true });
		expect(Object.keys(variables())).toContain("MAIL_TABLE_NAME");
	});
});

describe("connect() to a sender of another stack", () => {
	test("tells what its manifest names", () => {
		const { stack, sender } = importedSender();
		const { fn, variables } = workingFunction(stack);
		sender.connect(fn, EVERYTHING);
		expect(variables()).toMatchObject({
			MAIL_QUEUE_URL: expect.objectContaining({
				"Fn::Join": expect.anything(),
			}),
			MAIL_QUEUE_ARN: "arn:aws:sqs:eu-west-1:111111111111:mail",
			MAIL_PAYLOAD_BUCKET: "mail-payloads",
			MAIL_TABLE_NAME: "mail-state",
			MAIL_SCHEDULE_GROUP: { Ref: expect.stringMatching(/^MailScheduling/) },
		});
	});

	test("gives rights on the table and the bucket that its manifest names", () => {
		const { stack, sender } = importedSender();
		const { fn, statements } = workingFunction(stack);
		sender.connect(fn, EVERYTHING);
		const resources = statements().map(({ Resource }) => Resource);
		expect(resources).toContain(
			"arn:aws:dynamodb:eu-west-1:111111111111:table/mail-state",
		);
		expect(resources).toContainEqual([
			"arn:aws:s3:::mail-payloads/messages/*",
			"arn:aws:s3:::mail-payloads/scheduled/*",
		]);
	});

	test.each([
		["outcomes", /Cannot read what became of mail of Team\/Mail/],
		["largeMessages", /Cannot send messages to Team\/Mail that are too long/],
	] as const)(
		"asks for the manifest when only its queue is known: %s",
		(option, sentence) => {
			const { stack, sender } = importedSender({ byQueueArn: true });
			const { fn } = workingFunction(stack);
			const connect = () => sender.connect(fn, { [option]: true });
			expect(connect).toThrow(sentence);
			expect(connect).toThrow(
				/only its queue is known here: import it by GmailSender\.fromManifest/,
			);
		},
	);

	test("schedules mail by its queue alone", () => {
		const { stack, sender } = importedSender({ byQueueArn: true });
		const { fn, variables } = workingFunction(stack);
		sender.connect(fn, { schedule: true });
		expect(variables()).toHaveProperty("MAIL_SCHEDULER_ROLE_ARN");
	});

	test("says when it has no bucket yet", () => {
		const { stack, sender } = importedSender({
			manifest: manifestWith({ payloadBucketName: undefined }),
		});
		expect(() =>
			sender.connect(workingFunction(stack).fn, { largeMessages: true }),
		).toThrow(/version that has no bucket for them: ask its owner to update/);
	});
});

describe("a sender of another account", () => {
	const account = "222222222222";

	test("lets its outcomes be read once its owner has added the statement that the error gives", () => {
		const { stack, sender } = importedSender({ account });
		const { fn } = workingFunction(stack);
		const connect = () => sender.connect(fn, { outcomes: true });
		expect(connect).toThrow(
			/from account 222222222222 as the table mail-state belongs to another one/,
		);
		expect(statementIn(connect)).toMatchObject({
			Principal: { AWS: "arn:aws:iam::222222222222:root" },
			Action: "dynamodb:GetItem",
			Resource: "arn:aws:dynamodb:eu-west-1:111111111111:table/mail-state",
			Condition: {
				StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
			},
		});
	});

	test("takes long messages once its owner has added the statement that the error gives", () => {
		const { stack, sender } = importedSender({ account });
		const { fn } = workingFunction(stack);
		const connect = () => sender.connect(fn, { largeMessages: true });
		expect(connect).toThrow(/the bucket mail-payloads belongs to another one/);
		expect(statementIn(connect)).toEqual({
			Effect: "Allow",
			Principal: { AWS: "arn:aws:iam::222222222222:root" },
			Action: "s3:PutObject",
			Resource: [
				"arn:aws:s3:::mail-payloads/messages/*",
				"arn:aws:s3:::mail-payloads/scheduled/*",
			],
		});
	});

	test("names what the sender's own key has to allow besides", () => {
		const encryptionKeyArn = `arn:aws:kms:eu-west-1:${OWNER}:key/mail`;
		const { stack, sender } = importedSender({
			account,
			manifest: manifestWith({ encryptionKeyArn }),
		});
		expect(() =>
			sender.connect(workingFunction(stack).fn, { largeMessages: true }),
		).toThrow(
			`and to let the same principal do kms:GenerateDataKey with the key ${encryptionKeyArn}, then`,
		);
	});

	test("takes scheduled mail only when its owner allows it", () => {
		const { stack, sender } = importedSender({ account });
		expect(() =>
			sender.connect(workingFunction(stack).fn, { schedule: true }),
		).toThrow(/Cannot let scheduled mail publish[\s\S]*sqs:SendMessage/);
		const allowed = importedSender({
			account,
			allows: { allowsServices: true },
		});
		allowed.sender.connect(workingFunction(allowed.stack).fn, {
			schedule: true,
		});
	});
});

/** The statement at the end of what is thrown. */
function statementIn(act: () => void): unknown {
	try {
		act();
	} catch (error) {
		const { message } = error as Error;
		return JSON.parse(message.slice(message.indexOf('{"Effect"')));
	}
	throw new Error("nothing was thrown");
}
