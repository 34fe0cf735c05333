import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OnCall } from "../support/doctor.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
let onCall: OnCall;
beforeAll(async () => {
	stack = await Harness.start();
	onCall = new OnCall(stack);
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	await stack.local.aws.tick();
});
afterAll(async () => {
	onCall.stop();
	await stack.stop();
});

/** Puts the sender's names where the documents have capitals. */
function filledIn(command: string): string {
	const { sender } = stack;
	const names: Readonly<Record<string, string>> = {
		DEAD_LETTER_QUEUE_ARN: sender.deadLetterQueueArn,
		DEAD_LETTER_QUEUE: sender.deadLetterQueueUrl,
		QUEUE_ARN: sender.queueArn,
		QUEUE: sender.queueUrl,
		FUNCTION: sender.breakerFunctionName,
		LOG_GROUP: sender.logGroupName,
		SECRET: sender.secretArn,
		TABLE: sender.tableName,
		STACK: stack.local.stackNames[0] ?? "",
	};
	return command.replace(/\b[A-Z_]{4,}\b/g, (word) => names[word] ?? word);
}

describe("the aws of the tests", () => {
	test.each([
		`aws cloudformation describe-stacks --stack-name STACK --query "Stacks[0].Outputs[?contains(OutputKey, 'Manifest')].OutputValue" --output text`,
		`aws cloudformation describe-stacks --query "Stacks[0].Outputs[?OutputKey=='QueueUrl'].OutputValue" --output text`,
		"aws cloudformation describe-stacks --query 'Stacks[].StackName'",
		`aws lambda invoke --function-name FUNCTION --cli-binary-format raw-in-base64-out --payload '{"action":"status"}' /dev/stdout`,
		"aws lambda get-account-settings",
		`aws logs tail LOG_GROUP --since 30m --filter-pattern '?"invocation-crashed" ?"message-dead-lettered"'`,
		"aws dynamodb scan --table-name TABLE --index-name dead-letters --max-items 20 --output table",
		"aws sqs receive-message --queue-url DEAD_LETTER_QUEUE --message-attribute-names All --visibility-timeout 0 --max-number-of-messages 10",
		"aws sqs set-queue-attributes --queue-url QUEUE --attributes MessageRetentionPeriod=604800",
		"aws sqs start-message-move-task --source-arn DEAD_LETTER_QUEUE_ARN --destination-arn QUEUE_ARN",
		`aws secretsmanager put-secret-value --secret-id SECRET --secret-string '{"appPassword":"localonlypasswrd"}'`,
		"aws cloudwatch set-alarm-state --alarm-name 'mail: nobody looks after the sender' --state-value OK --state-reason drill",
	])("does %s", async (command) => {
		expect(await onCall.type(filledIn(command))).toMatchObject({ code: 0 });
	});

	test("deletes a message by its receipt handle", async () => {
		await stack.send(mail(), {}, stack.sender.deadLetterQueueUrl);
		const receive = filledIn(
			"aws sqs receive-message --queue-url DEAD_LETTER_QUEUE",
		);
		const { out } = await onCall.type(receive);
		const [{ ReceiptHandle }] = JSON.parse(out).Messages;
		expect(
			await onCall.type(
				filledIn(
					`aws sqs delete-message --queue-url DEAD_LETTER_QUEUE --receipt-handle '${ReceiptHandle}'`,
				),
			),
		).toMatchObject({ code: 0 });
	});

	test.each([
		["a service", "aws ec2 describe-instances", /unknown command/],
		["a command", "aws sqs purge-queue --queue-url QUEUE", /unknown command/],
		["an option", "aws lambda invoke --qualifier 1 /dev/stdout", /--qualifier/],
		["a query", "aws cloudformation describe-stacks --query Stacks", /--query/],
		[
			"a payload that CLI 2 would take for base64",
			"aws lambda invoke --function-name FUNCTION --payload '{}' /dev/stdout",
			/raw-in-base64-out/,
		],
		[
			"another endpoint",
			"aws lambda get-account-settings --endpoint-url http://127.0.0.1:1",
			/nothing at/,
		],
		["a missing option", "aws sns subscribe --protocol email", /--topic-arn/],
		["a missing value", "aws logs tail LOG_GROUP --since", /has no value/],
	])("refuses %s it does not know", async (_what, command, sentence) => {
		expect(await onCall.type(filledIn(command))).toMatchObject({
			code: 252,
			out: expect.stringMatching(sentence),
		});
	});

	test("fails when AWS refuses", async () => {
		expect(
			await onCall.type("aws lambda invoke --function-name none /dev/stdout"),
		).toMatchObject({ code: 254 });
	});
});
