import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
	Architecture,
	type EventSourceMapping,
	Function as LambdaFunction,
	LoggingFormat,
	Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
	BREAKER_ENV,
	BUDGET,
	ENV,
	ROUND_SECONDS,
	TABLE,
} from "../../../core/contract.ts";
import type { GmailSenderProps } from "../gmail-sender-props.ts";
import type { Settings } from "../settings/settings.ts";
import { functionCode } from "./function-code.ts";
import { grantKey } from "./key-rights.ts";
import { networkInterfaceStatement } from "./network-interfaces.ts";
import { secretChanged } from "./secret-changed.ts";

interface BreakerFunctionProps {
	readonly settings: Settings;
	readonly queue: Queue;
	readonly deadLetterQueue: Queue;
	readonly table: Table;
	readonly secret: ISecret;
	readonly mapping: EventSourceMapping;
	readonly sendingLogGroup: LogGroup;
	readonly options: GmailSenderProps;
}

/** The function that looks after the sender: each minute, when the secret changes, and when asked. */
export class BreakerFunction extends Construct {
	readonly fn: LambdaFunction;
	readonly logGroup: LogGroup;

	constructor(scope: Construct, id: string, props: BreakerFunctionProps) {
		super(scope, id);
		const { settings, secret, options } = props;
		this.logGroup = new LogGroup(this, "Logs", {
			retention: options.logRetention ?? RetentionDays.ONE_MONTH,
			removalPolicy:
				options.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
		});
		this.fn = new LambdaFunction(this, "Resource", {
			description: `Looks after ${settings.name}: opens, probes and closes its circuit breaker`,
			runtime: Runtime.NODEJS_24_X,
			architecture: Architecture.ARM_64,
			handler: "index.handler",
			code: functionCode("breaker"),
			// Two logins, if a newer password is stored meanwhile, and what is written before and after.
			timeout: Duration.seconds(2 * BUDGET.login + 60),
			memorySize: 256,
			role: this.#createRole(props),
			logGroup: this.logGroup,
			loggingFormat: LoggingFormat.TEXT,
			environment: environmentOf(props),
			// A round that is missed is made up for by the next one.
			retryAttempts: 0,
			maxEventAge: Duration.minutes(1),
			...(options.vpc === undefined ? {} : { vpc: options.vpc }),
			...(options.vpcSubnets === undefined
				? {}
				: { vpcSubnets: options.vpcSubnets }),
		});
		Validations.of(this.fn).acknowledge(
			{
				id: "Serverless-LambdaDLQ",
				reason:
					"A round that fails is made up for by the next one, a minute later; an alarm tells when none succeeds",
			},
			{
				id: "Serverless-LambdaAsyncFailureDestination",
				reason:
					"A round that fails is made up for by the next one, a minute later; an alarm tells when none succeeds",
			},
			{
				id: "Serverless-LambdaTracing",
				reason:
					"X-Ray needs two permissions on every resource, and would show what the function's own log and metrics show already",
			},
		);
		const target = new LambdaTarget(this.fn, {
			event: RuleTargetInput.fromObject({ action: "tick" }),
			retryAttempts: 0,
			maxEventAge: Duration.minutes(1),
		});
		const rules = [
			new Rule(this, "EachMinute", {
				description: `Looks after ${settings.name}`,
				schedule: Schedule.rate(Duration.seconds(ROUND_SECONDS)),
				targets: [target],
			}),
			new Rule(this, "SecretChanged", {
				description: `A new credential of ${settings.name} is tried at once`,
				eventPattern: secretChanged(secret),
				targets: [target],
			}),
		];
		for (const rule of rules) {
			Validations.of(rule).acknowledge({
				id: "Serverless-EventBusDLQ",
				reason:
					"A round that is missed is made up for by the next one, a minute later; an alarm tells when none succeeds",
			});
		}
	}

	#createRole(props: BreakerFunctionProps): Role {
		const { queue, deadLetterQueue, table, secret, mapping, options } = props;
		const role = new Role(this, "Role", {
			assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
			description: "What the breaker function may do",
		});
		const allow = (sid: string, actions: string[], resources: string[]) =>
			role.addToPolicy(new PolicyStatement({ sid, actions, resources }));
		allow(
			"Mapping",
			["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
			[mapping.eventSourceMappingArn],
		);
		allow(
			"Depth",
			["sqs:GetQueueAttributes"],
			[queue.queueArn, deadLetterQueue.queueArn],
		);
		allow("State", ["dynamodb:GetItem", "dynamodb:PutItem"], [table.tableArn]);
		allow(
			"DeadLetters",
			["dynamodb:Query"],
			[`${table.tableArn}/index/${TABLE.deadLetterIndex}`],
		);
		if (options.secret === undefined) {
			allow(
				"AppPassword",
				["secretsmanager:GetSecretValue"],
				[secret.secretArn],
			);
		} else {
			options.secret.grantRead(role);
		}
		allow(
			"Log",
			["logs:CreateLogStream", "logs:PutLogEvents"],
			[this.logGroup.logGroupArn],
		);
		grantKey(options.encryptionKey, role);
		if (options.vpc !== undefined) networkInterfaceStatement(role);
		return role;
	}
}

function environmentOf({
	settings,
	queue,
	deadLetterQueue,
	table,
	secret,
	mapping,
	sendingLogGroup,
}: BreakerFunctionProps): Record<string, string> {
	return {
		[ENV.sender]: settings.name,
		[ENV.mailbox]: settings.mailbox,
		[ENV.smtpHost]: settings.smtpHost,
		[ENV.smtpPort]: String(settings.smtpPort),
		[ENV.secretArn]: secret.secretArn,
		[ENV.queueUrl]: queue.queueUrl,
		[ENV.deadLetterQueueUrl]: deadLetterQueue.queueUrl,
		[ENV.tableName]: table.tableName,
		[ENV.messageLimit]: String(settings.limits.messages),
		[ENV.recipientLimit]: String(settings.limits.recipients),
		[BREAKER_ENV.mappingId]: mapping.eventSourceMappingId,
		[BREAKER_ENV.logGroup]: sendingLogGroup.logGroupName,
		[BREAKER_ENV.retention]: String(settings.retention),
		[BREAKER_ENV.deadLetterRetention]: String(settings.deadLetterRetention),
	};
}
