import {
	CloudFormationClient,
	DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	EnableAlarmActionsCommand,
	SetAlarmStateCommand,
	type StateValue,
} from "@aws-sdk/client-cloudwatch";
import {
	CloudWatchLogsClient,
	paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import {
	DynamoDBClient,
	ScanCommand,
	UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { type AwsCommand, Unknown } from "./aws-arguments.ts";
import { LAMBDA_COMMANDS } from "./aws-lambda-commands.ts";
import { PRODUCER_COMMANDS } from "./aws-producer-commands.ts";
import { SQS_COMMANDS } from "./aws-sqs-commands.ts";

/** Every command that the stub knows. */
export const AWS_COMMANDS: Readonly<Record<string, AwsCommand>> = {
	...LAMBDA_COMMANDS,
	...SQS_COMMANDS,
	...PRODUCER_COMMANDS,
	"dynamodb scan": {
		options: {
			"table-name": "text",
			"index-name": "text",
			"max-items": "text",
		},
		async run({ text, number, has }, client) {
			const { Items } = await new DynamoDBClient(client).send(
				new ScanCommand({
					TableName: text("table-name"),
					IndexName: has("index-name") ? text("index-name") : undefined,
					Limit: number("max-items"),
				}),
			);
			return { Items };
		},
	},
	"dynamodb update-time-to-live": {
		options: { "table-name": "text", "time-to-live-specification": "text" },
		async run({ text, map }, client) {
			const { Enabled, AttributeName } = map("time-to-live-specification");
			await new DynamoDBClient(client).send(
				new UpdateTimeToLiveCommand({
					TableName: text("table-name"),
					TimeToLiveSpecification: {
						Enabled: String(Enabled) === "true",
						AttributeName,
					},
				}),
			);
		},
	},
	"sns subscribe": {
		options: {
			"topic-arn": "text",
			protocol: "text",
			"notification-endpoint": "text",
		},
		async run({ text }, client) {
			const { SubscriptionArn } = await new SNSClient(client).send(
				new SubscribeCommand({
					TopicArn: text("topic-arn"),
					Protocol: text("protocol"),
					Endpoint: text("notification-endpoint"),
				}),
			);
			return { SubscriptionArn };
		},
	},
	"cloudwatch enable-alarm-actions": {
		options: { "alarm-names": "list" },
		async run({ list }, client) {
			await new CloudWatchClient(client).send(
				new EnableAlarmActionsCommand({ AlarmNames: [...list("alarm-names")] }),
			);
		},
	},
	"cloudwatch set-alarm-state": {
		options: {
			"alarm-name": "text",
			"state-value": "text",
			"state-reason": "text",
		},
		async run({ text }, client) {
			await new CloudWatchClient(client).send(
				new SetAlarmStateCommand({
					AlarmName: text("alarm-name"),
					StateValue: text("state-value") as StateValue,
					StateReason: text("state-reason"),
				}),
			);
		},
	},
	"cloudwatch describe-alarms": {
		options: { "alarm-name-prefix": "text", "state-value": "text" },
		async run({ text, has }, client) {
			const { MetricAlarms } = await new CloudWatchClient(client).send(
				new DescribeAlarmsCommand({
					AlarmNamePrefix: has("alarm-name-prefix")
						? text("alarm-name-prefix")
						: undefined,
					StateValue: has("state-value")
						? (text("state-value") as StateValue)
						: undefined,
				}),
			);
			return { MetricAlarms };
		},
	},
	"logs tail": {
		options: { since: "text", "filter-pattern": "text" },
		async run({ positionals, text, has }, client) {
			const [logGroupName] = positionals;
			if (logGroupName === undefined || positionals.length > 1)
				throw new Unknown("logs tail takes one log group");
			const lines: string[] = [];
			for await (const { events = [] } of paginateFilterLogEvents(
				{ client: new CloudWatchLogsClient(client) },
				{
					logGroupName,
					startTime: Date.now() - sinceMs(text("since", "10m")),
					filterPattern: has("filter-pattern")
						? text("filter-pattern")
						: undefined,
				},
			))
				for (const { timestamp = 0, logStreamName, message } of events)
					lines.push(
						`${new Date(timestamp).toISOString()} ${logStreamName} ${message}`,
					);
			return lines.join("\n");
		},
	},
	"cloudformation describe-stacks": {
		options: { "stack-name": "text" },
		async run({ text, has }, client) {
			const { Stacks } = await new CloudFormationClient(client).send(
				new DescribeStacksCommand({
					StackName: has("stack-name") ? text("stack-name") : undefined,
				}),
			);
			return { Stacks };
		},
	},
	"secretsmanager put-secret-value": {
		options: { "secret-id": "text", "secret-string": "text" },
		async run({ text }, client) {
			const { ARN, VersionId } = await new SecretsManagerClient(client).send(
				new PutSecretValueCommand({
					SecretId: text("secret-id"),
					SecretString: text("secret-string"),
				}),
			);
			return { ARN, VersionId };
		},
	},
};

function sinceMs(text: string): number {
	const [, count, unit = ""] = /^(\d+)([smhdw])$/.exec(text) ?? [];
	if (count === undefined) throw new Unknown(`cannot read --since ${text}`);
	const units: Readonly<Record<string, number>> = {
		s: 1000,
		m: 60_000,
		h: 3_600_000,
		d: 86_400_000,
		w: 604_800_000,
	};
	return Number(count) * (units[unit] ?? 0);
}
