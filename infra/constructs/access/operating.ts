import { ArnFormat, Stack } from "aws-cdk-lib";
import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { TABLE } from "../../../core/contract.ts";
import { allowKey } from "../functions/rights.ts";
import type { SenderParts } from "../manifest-output.ts";
import { combined } from "./producer-grants.ts";

/** What the operator's commands look at or change. */
type Place = keyof ReturnType<typeof placesOf>;

/** A call of the operator's commands, and what it needs. */
export interface OperatorRight {
	/** Service and command of the SDK. */
	readonly call: string;
	/** IAM's action. @default - of the same name as the call */
	readonly action?: string;
	readonly on: Place;
}

/** Looks, and changes nothing; sees neither the credential nor a body. */
export const READ: readonly OperatorRight[] = [
	{ call: "cloudformation:DescribeStacks", on: "stack" },
	{ call: "cloudformation:ListStackResources", on: "stack" },
	{ call: "cloudwatch:DescribeAlarms", on: "allAlarms" },
	{ call: "cloudwatch:DescribeAlarmHistory", on: "allAlarms" },
	{
		call: "cloudwatchlogs:FilterLogEvents",
		action: "logs:FilterLogEvents",
		on: "log",
	},
	{ call: "dynamodb:BatchGetItem", on: "table" },
	{ call: "dynamodb:DescribeTimeToLive", on: "table" },
	{ call: "dynamodb:GetItem", on: "table" },
	{ call: "dynamodb:Query", on: "index" },
	{ call: "dynamodb:Scan", on: "table" },
	{ call: "kms:DescribeKey", on: "topicKeys" },
	{ call: "kms:GetKeyPolicy", on: "topicKeys" },
	{ call: "lambda:GetAccountSettings", on: "account" },
	{ call: "lambda:GetEventSourceMapping", on: "mapping" },
	{ call: "lambda:GetFunctionConcurrency", on: "functions" },
	{ call: "lambda:GetFunctionConfiguration", on: "functions" },
	{ call: "sns:GetTopicAttributes", on: "topics" },
	{ call: "sns:ListSubscriptionsByTopic", on: "topics" },
	{ call: "sqs:GetQueueAttributes", on: "queues" },
];

/** Besides: hold, resume, cancel, redrive, discard, resolve, store a credential, rehearse an alarm. */
export const CHANGE: readonly OperatorRight[] = [
	{ call: "cloudwatch:SetAlarmState", on: "ownAlarms" },
	{ call: "dynamodb:PutItem", on: "table" },
	{ call: "dynamodb:UpdateItem", on: "table" },
	{
		call: "lambda:Invoke",
		action: "lambda:InvokeFunction",
		on: "breakerFunction",
	},
	{ call: "secretsmanager:GetSecretValue", on: "secret" },
	{ call: "secretsmanager:PutSecretValue", on: "secret" },
	{ call: "sns:Publish", on: "ticketTopic" },
	{
		call: "sqs:ChangeMessageVisibilityBatch",
		action: "sqs:ChangeMessageVisibility",
		on: "deadLetters",
	},
	{ call: "sqs:DeleteMessage", on: "deadLetters" },
	{ call: "sqs:ReceiveMessage", on: "deadLetters" },
	{ call: "sqs:SendMessage", on: "queue" },
];

export function grantRead(
	scope: Construct,
	parts: SenderParts,
	grantee: IGrantable,
): Grant {
	return combined([
		...grantsOf(READ, scope, parts, grantee),
		// What stores encrypted data asks for these on behalf of whoever calls it.
		parts.options.encryptionKey?.grant(
			grantee,
			"kms:Decrypt",
			"kms:DescribeKey",
		),
	]);
}

export function grantOperate(
	scope: Construct,
	parts: SenderParts,
	grantee: IGrantable,
): Grant {
	return combined([
		...grantsOf([...READ, ...CHANGE], scope, parts, grantee),
		...[...new Set([parts.options.encryptionKey, parts.secret.encryptionKey])]
			.filter((key) => key !== undefined)
			.map((key) => allowKey(grantee, key)),
	]);
}

function grantsOf(
	rights: readonly OperatorRight[],
	scope: Construct,
	parts: SenderParts,
	grantee: IGrantable,
): readonly Grant[] {
	const places = placesOf(scope, parts);
	return rights
		.filter(({ on }) => places[on].length > 0)
		.map(({ call, action = call, on }) =>
			Grant.addToPrincipal({
				grantee,
				actions: [action],
				resourceArns: places[on],
			}),
		);
}

function placesOf(scope: Construct, parts: SenderParts) {
	const stack = Stack.of(scope);
	const alarm = (resourceName: string) =>
		stack.formatArn({
			service: "cloudwatch",
			resource: "alarm",
			resourceName,
			arnFormat: ArnFormat.COLON_RESOURCE_NAME,
		});
	const { queue, deadLetterQueue, table, secret, sending, breaker } = parts;
	const topics = [parts.pageTopic, parts.ticketTopic];
	const arnsOf = (...fns: readonly LambdaFunction[]) =>
		fns.map(({ functionArn }) => functionArn);
	return {
		/** Calls that IAM lets for a whole account only. */
		account: ["*"],
		stack: [stack.stackId],
		allAlarms: [alarm("*")],
		ownAlarms: [alarm(`${parts.settings.name}: *`)],
		table: [table.tableArn],
		index: [`${table.tableArn}/index/${TABLE.deadLetterIndex}`],
		log: [sending.logGroup.logGroupArn],
		mapping: [sending.mapping.eventSourceMappingArn],
		functions: arnsOf(sending.fn, breaker.fn),
		breakerFunction: arnsOf(breaker.fn),
		secret: [secret.secretFullArn ?? `${secret.secretArn}-??????`],
		queue: [queue.queueArn],
		deadLetters: [deadLetterQueue.queueArn],
		queues: [queue.queueArn, deadLetterQueue.queueArn],
		topics: topics.map(({ topicArn }) => topicArn),
		/** As far as the app knows them: an imported topic may not name its key. */
		topicKeys: topics.flatMap(({ masterKey }) => masterKey?.keyArn ?? []),
		ticketTopic: [parts.ticketTopic.topicArn],
	};
}
