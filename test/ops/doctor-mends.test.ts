import {
	CloudWatchClient,
	DisableAlarmActionsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
	DynamoDBClient,
	UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
	ListSubscriptionsByTopicCommand,
	SetTopicAttributesCommand,
	SNSClient,
	UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DIMENSION, METRIC, METRIC_NAMESPACE } from "../../core/contract.ts";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { until } from "../../packages/local-aws/test/support/tiny-stack.ts";
import { alarmName } from "../support/alarm-names.ts";
import { OnCall } from "../support/doctor.ts";
import { Harness } from "../support/harness.ts";

const NEW_PASSWORD = "brandnewpassword";

let stack: Harness;
let onCall: OnCall;
beforeAll(async () => {
	stack = await Harness.start();
	onCall = new OnCall(stack);
	await stack.local.aws.tick();
});
afterAll(async () => {
	onCall.stop();
	await stack.stop();
});

const clientOptions = () => ({
	...stack.local.aws.client,
});
const setAttributes = (url: string, attributes: object) =>
	onCall.type(
		`aws sqs set-queue-attributes --queue-url ${url} --attributes '${JSON.stringify(attributes)}'`,
	);

const setTopic = async (
	AttributeName: string,
	AttributeValue: string,
	TopicArn = stack.sender.pageTopicArn,
) => {
	const client = new SNSClient(clientOptions());
	await client.send(
		new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }),
	);
	client.destroy();
};
const WITHOUT_OK = alarmName("mail", "dead-lettered");
const KEY = {
	id: "key",
	arn: "arn:aws:kms:us-east-1:000000000000:key/key",
	policy: JSON.stringify({
		Statement: {
			Effect: "Allow",
			Principal: { AWS: "arn:aws:iam::000000000000:root" },
			Action: "kms:*",
			Resource: "*",
		},
	}),
	aliases: [],
};

interface Breakage {
	readonly id: string;
	readonly what: string;
	breakIt(): unknown;
	/** Checks that may see it, too. */
	readonly also?: readonly string[];
	/** How the sentence and the command begin. */
	readonly says: RegExp;
	readonly command: RegExp;
	/** Piped into the command. */
	readonly input?: string;
	/** What has to happen between the break and the command. */
	beforeTyping?(): unknown;
	/** What has to pass until it is over. */
	afterTyping?(): unknown;
}

const BREAKAGES: readonly Breakage[] = [
	{
		id: "secret",
		what: "an empty secret",
		breakIt: () => stack.setPassword(""),
		also: ["login"],
		says: /^there is no App Password yet/,
		command: /^npm run ops -- set-password --local/,
		input: LOCAL_APP_PASSWORD,
	},
	{
		id: "secret",
		what: "a secret in another form",
		breakIt: () =>
			stack.local.aws.services.secrets.put(
				stack.sender.secretArn,
				'{"password":"x"}',
			),
		also: ["login"],
		says: /^Cannot read the secret as its JSON has no appPassword/,
		command: /^npm run ops -- set-password --local/,
		input: LOCAL_APP_PASSWORD,
	},
	{
		id: "login",
		what: "a revoked App Password",
		async breakIt() {
			stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
			stack.local.aws.advance(61_000);
			await stack.local.aws.tick();
		},
		// The refusal opens the breaker: the mapping is switched off, and the alarm turns red.
		also: ["mapping", "alarms"],
		says: /^Google refuses the login \(just now\), as you@example\.com at 127\.0\.0\.1:\d+, EHLO example\.com/,
		command: /^npm run ops -- set-password --local/,
		input: NEW_PASSWORD,
		async afterTyping() {
			await stack.pass(2);
			await stack.local.aws.tick();
			await until(() => stack.mapping.state === "Enabled");
		},
	},
	{
		id: "mapping",
		what: "a mapping that somebody has switched off",
		async breakIt() {
			// Else the breaker function may be faster.
			stack.mapping.refuseUpdates = true;
			await stack.mapping.disable();
		},
		says: /^the event source mapping is Disabled, but the breaker requires Enabled/,
		command: /^aws lambda invoke .*"tick"/,
		beforeTyping() {
			stack.mapping.refuseUpdates = false;
		},
		afterTyping: () => until(() => stack.mapping.state === "Enabled"),
	},
	{
		id: "mapping-settings",
		what: "other settings of the mapping",
		async breakIt() {
			stack.mapping.change({
				FunctionResponseTypes: [],
				ScalingConfig: { MaximumConcurrency: 8 },
				BatchSize: 100,
			});
			await until(() => stack.mapping.state === "Enabled");
		},
		says: /^ReportBatchItemFailures is off; the maximum concurrency is 8, with 3 connections each; it must be 2 to 3; the batch size is 100;/,
		command: /^aws lambda update-event-source-mapping --uuid/,
		afterTyping: () => until(() => stack.mapping.state === "Enabled"),
	},
	{
		id: "visibility",
		what: "queues that keep and hide for other times",
		async breakIt() {
			await setAttributes(stack.sender.queueUrl, {
				VisibilityTimeout: "30",
				MessageRetentionPeriod: "86400",
			});
			await setAttributes(stack.sender.deadLetterQueueUrl, {
				MessageRetentionPeriod: "345600",
			});
		},
		says: /^the visibility timeout is 30 s; .* is 1080 s; the queue keeps messages for 86400 s; .*the dead-letter queue keeps messages for 345600 s/,
		command:
			/^aws sqs set-queue-attributes .*VisibilityTimeout=1080,MessageRetentionPeriod=604800 .* && aws sqs set-queue-attributes .*MessageRetentionPeriod=1209600/,
	},
	{
		id: "delivery-queue",
		what: "a queue with AWS's own key, few receives and large messages",
		breakIt: () =>
			setAttributes(stack.sender.queueUrl, {
				KmsMasterKeyId: "alias/aws/sqs",
				MaximumMessageSize: "1048576",
				RedrivePolicy: JSON.stringify({
					deadLetterTargetArn: stack.sender.deadLetterQueueArn,
					maxReceiveCount: 3,
				}),
			}),
		says: /^the queue is encrypted with alias\/aws\/sqs; the queue's redrive policy is .*; the queue accepts messages of 1048576 bytes/,
		command: /^aws sqs set-queue-attributes .*"KmsMasterKeyId":""/,
	},
	{
		id: "concurrency",
		what: "functions that may not run",
		async breakIt() {
			const { functionName, breakerFunctionName } = stack.sender;
			for (const name of [functionName, breakerFunctionName])
				await onCall.type(
					`aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions 0`,
				);
		},
		also: ["login"],
		says: /^the reserved concurrency of the sending function is 0, but its mapping needs 2; the breaker function cannot run/,
		command:
			/^aws lambda delete-function-concurrency .* && aws lambda delete-function-concurrency/,
	},
	{
		id: "alarms",
		what: "alarms whose actions are disabled",
		async breakIt() {
			const client = new CloudWatchClient(clientOptions());
			await client.send(
				new DisableAlarmActionsCommand({
					AlarmNames: [
						alarmName("mail", "quota-exhausted"),
						alarmName("mail", "dead-letters-expire"),
					],
				}),
			);
			client.destroy();
		},
		says: /^the actions of "mail: daily limit is reached", "mail: dead letters expire soon" are disabled/,
		command: /^aws cloudwatch enable-alarm-actions --alarm-names/,
	},
	{
		id: "alarms",
		what: "a red alarm",
		// A state set by hand would be gone with the next look at the metric.
		async breakIt() {
			const { cloudwatch } = stack.local.aws.services;
			const { name } = METRIC.oldestDeadLetter;
			const dimensions = { [DIMENSION.sender]: stack.sender.name };
			cloudwatch.record(METRIC_NAMESPACE, name, dimensions, 13 * 86_400);
			cloudwatch.evaluate();
		},
		says: /^red: "mail: dead letters expire soon"/,
		command: /^npm run ops -- status --local/,
		async afterTyping() {
			stack.local.aws.advance(16 * 60_000);
			await stack.local.aws.tick();
			stack.local.aws.services.cloudwatch.evaluate();
		},
	},
	{
		id: "alarm-topics",
		what: "a topic with a key that AWS manages",
		breakIt: () => setTopic("KmsMasterKeyId", "alias/aws/sns"),
		says: /^the page topic is encrypted with a key that AWS manages, which CloudWatch cannot use/,
		command:
			/^aws sns set-topic-attributes .*KmsMasterKeyId --attribute-value ''/,
	},
	{
		id: "alarm-topics",
		what: "a topic with a key whose policy does not allow CloudWatch",
		async breakIt() {
			stack.local.aws.services.keys.add(KEY);
			await setTopic("KmsMasterKeyId", KEY.arn);
		},
		says: /^the policy of the key that encrypts the page topic does not allow cloudwatch\.amazonaws\.com/,
		command: /^aws kms put-key-policy --key-id arn:aws:kms:/,
	},
	{
		id: "alarm-topics",
		what: "a topic whose policy does not allow CloudWatch",
		breakIt: () => setTopic("Policy", '{"Statement":[]}'),
		says: /^the policy of the page topic does not allow cloudwatch\.amazonaws\.com to publish/,
		command: /^aws sns set-topic-attributes .*--attribute-name Policy/,
	},
	{
		id: "alarm-topics",
		what: "a notification that failed, although the topic is as it should be now",
		async breakIt() {
			const topic = stack.sender.ticketTopicArn;
			const { Policy = "" } =
				stack.local.aws.services.queues.topicAttributes(topic);
			await setTopic("Policy", '{"Statement":[]}', topic);
			await onCall.type(
				`aws cloudwatch set-alarm-state --alarm-name '${WITHOUT_OK}' --state-value ALARM --state-reason drill`,
			);
			await setTopic("Policy", Policy, topic);
			stack.local.aws.services.cloudwatch.evaluate();
		},
		says: /^the last notification to the ticket topic failed at .*: Failed to execute action arn:aws:sns:.*SNS:Publish/,
		command:
			/^aws cloudwatch set-alarm-state --alarm-name '.*' --state-value ALARM/,
		afterTyping: () => stack.local.aws.services.cloudwatch.evaluate(),
	},
	{
		id: "subscribers",
		what: "a topic that nobody is subscribed to",
		async breakIt() {
			const client = new SNSClient(clientOptions());
			const { Subscriptions = [] } = await client.send(
				new ListSubscriptionsByTopicCommand({
					TopicArn: stack.sender.ticketTopicArn,
				}),
			);
			for (const { SubscriptionArn } of Subscriptions)
				await client.send(new UnsubscribeCommand({ SubscriptionArn }));
			client.destroy();
		},
		says: /^nobody is subscribed to the ticket topic/,
		command:
			/^aws sns subscribe --topic-arn \S+ --protocol email --notification-endpoint oncall@example\.com/,
	},
	{
		id: "table",
		what: "a table whose time to live is off",
		async breakIt() {
			const client = new DynamoDBClient(clientOptions());
			await client.send(
				new UpdateTimeToLiveCommand({
					TableName: stack.sender.tableName,
					TimeToLiveSpecification: {
						Enabled: false,
						AttributeName: "expiresAt",
					},
				}),
			);
			client.destroy();
		},
		says: /^time to live of the state table is disabled/,
		command: /^aws dynamodb update-time-to-live/,
	},
];

test.each(BREAKAGES)(
	"doctor finds $what, and the command it prints mends it",
	async (breakage) => {
		const { id, also = [], says, command, input } = breakage;
		await breakage.breakIt();
		const found = await onCall.doctor();
		const finding = found[id];
		if (finding?.kind !== "trouble")
			throw new Error(`${id} is ${JSON.stringify(finding)}`);
		expect(finding.what).toMatch(says);
		expect(finding.type).toMatch(command);
		const others = Object.entries(found).filter(
			([other, { kind }]) => kind !== "ok" && other !== id,
		);
		expect(others.filter(([other]) => !also.includes(other))).toEqual([]);

		await breakage.beforeTyping?.();
		expect(await onCall.type(finding.type, input)).toMatchObject({ code: 0 });
		await breakage.afterTyping?.();
		expect(await onCall.troubles()).toEqual([]);
	},
);
