import { Duration, Validations } from "aws-cdk-lib";
import {
	type EventPattern,
	Match,
	Rule,
	RuleTargetInput,
	Schedule,
} from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import type { Role } from "aws-cdk-lib/aws-iam";
import {
	type EventSourceMapping,
	Function as LambdaFunction,
} from "aws-cdk-lib/aws-lambda";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import {
	BREAKER_ENV,
	BUDGET,
	ROUND_SECONDS,
	TABLE,
} from "../../../core/contract.ts";
import { bundleCode } from "./function-code.ts";
import {
	createLogGroup,
	type FunctionParts,
	platform,
	sharedEnvironment,
	WITHOUT_TRACING,
} from "./function-parts.ts";
import {
	allow,
	allowKeyAndNetwork,
	allowSecretAndLog,
	allowState,
	createRole,
} from "./rights.ts";

interface BreakerFunctionProps extends FunctionParts {
	readonly mapping: EventSourceMapping;
	readonly sendingLogGroup: LogGroup;
}

/** The function that looks after the sender: each minute, when the secret changes, and when asked. */
export class BreakerFunction extends Construct {
	readonly fn: LambdaFunction;
	readonly logGroup: LogGroup;

	constructor(scope: Construct, id: string, props: BreakerFunctionProps) {
		super(scope, id);
		const { settings, secret, options } = props;
		this.logGroup = createLogGroup(this, options);
		this.fn = new LambdaFunction(this, "Resource", {
			...platform(options),
			description: `Looks after ${settings.name}: opens, probes and closes its circuit breaker`,
			code: bundleCode("breaker"),
			// Two logins, if a newer password is stored meanwhile, and what is written before and after.
			timeout: Duration.seconds(2 * BUDGET.login + 60),
			memorySize: 256,
			role: this.#createRole(props),
			logGroup: this.logGroup,
			environment: environmentOf(props),
			// A round that is missed is made up for by the next one.
			retryAttempts: 0,
			maxEventAge: Duration.minutes(1),
		});
		const reason =
			"A round that fails is made up for by the next one, a minute later; an alarm tells when none succeeds";
		Validations.of(this.fn).acknowledge(
			{ id: "Serverless-LambdaDLQ", reason },
			{ id: "Serverless-LambdaAsyncFailureDestination", reason },
			WITHOUT_TRACING,
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
		for (const rule of rules)
			Validations.of(rule).acknowledge({
				id: "Serverless-EventBusDLQ",
				reason,
			});
	}

	#createRole(props: BreakerFunctionProps): Role {
		const { queue, deadLetterQueue, table, mapping, options } = props;
		const role = createRole(this, "What the breaker function may do");
		allow(role, {
			sid: "Mapping",
			actions: [
				"lambda:GetEventSourceMapping",
				"lambda:UpdateEventSourceMapping",
			],
			resources: [mapping.eventSourceMappingArn],
		});
		allow(role, {
			sid: "Depth",
			actions: ["sqs:GetQueueAttributes"],
			resources: [queue.queueArn, deadLetterQueue.queueArn],
		});
		allowState(role, table);
		allow(role, {
			sid: "DeadLetters",
			actions: ["dynamodb:Query"],
			resources: [`${table.tableArn}/index/${TABLE.deadLetterIndex}`],
		});
		allowSecretAndLog(role, { ...props, logGroup: this.logGroup });
		allowKeyAndNetwork(role, options);
		return role;
	}
}

function environmentOf(
	props: BreakerFunctionProps,
): Readonly<Record<string, string>> {
	const { settings, mapping, sendingLogGroup } = props;
	return {
		...sharedEnvironment(props),
		[BREAKER_ENV.mappingId]: mapping.eventSourceMappingId,
		[BREAKER_ENV.logGroup]: sendingLogGroup.logGroupName,
		[BREAKER_ENV.retention]: String(settings.retention),
		[BREAKER_ENV.deadLetterRetention]: String(settings.deadLetterRetention),
	};
}

/** EventBridge's pattern for a new version of this secret, and of no other. */
function secretChanged(secret: ISecret): EventPattern {
	const { secretFullArn } = secret;
	return {
		source: ["aws.secretsmanager"],
		detailType: ["Secret Label Updated"],
		...(secretFullArn === undefined
			? {
					// Imported without its random suffix: longer names begin alike, so the name has to be the same, too.
					resources: Match.prefix(`${secret.secretArn}-`),
					detail: { name: [secret.secretName] },
				}
			: { resources: [secretFullArn] }),
	};
}
