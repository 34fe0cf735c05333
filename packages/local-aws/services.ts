import { Apis } from "./api-gateway/apis.ts";
import type { StackRecord } from "./cloudformation/plan.ts";
import { tellOfAlarm } from "./cloudwatch/alarm-actions.ts";
import { whyNotPublished } from "./cloudwatch/alarm-rights.ts";
import { CloudWatch } from "./cloudwatch/cloudwatch.ts";
import { CloudWatchLogs } from "./cloudwatch/logs.ts";
import { startDynamoDb } from "./dynamodb/dynamodb.ts";
import { createDeliverText, type DeliverText } from "./events/deliver-text.ts";
import { EventBridge } from "./events/event-bridge.ts";
import { RuleScheduler } from "./events/rule-scheduler.ts";
import { LOCAL_CREDENTIALS } from "./http.ts";
import { Keys } from "./kms/keys.ts";
import { LambdaApi } from "./lambda/api.ts";
import { AsyncInvocations } from "./lambda/async-invocations.ts";
import type { EventSourceMapping } from "./lambda/event-source.ts";
import { Schedules } from "./scheduler/schedules.ts";
import { SecretsManager } from "./secrets-manager/secrets-manager.ts";
import { RoleClients } from "./sqs/role-clients.ts";
import { startSqsSnsS3 } from "./sqs-sns-s3.ts";
import { StepFunctions } from "./step-functions/step-functions.ts";

export type AwsServices = Awaited<ReturnType<typeof startServices>>["services"];

/** Makes every service, and how they hand texts to one another. `url` is asked for once they are in use. */
export async function startServices(region: string, url: () => string) {
	const events = new EventBridge(region);
	const roleClients = new RoleClients(url, region);
	const lambda = new LambdaApi(new AsyncInvocations(roleClients));
	const queues = await startSqsSnsS3(region);
	const keys = new Keys();
	const cloudwatch: CloudWatch = new CloudWatch(region, (change) =>
		tellOfAlarm(change, {
			events,
			region,
			deliverText,
			whyNot: (arn) => whyNotPublished(queues.topicAttributes(arn), keys),
			note: (summary) => cloudwatch.noteAction(change.spec.AlarmName, summary),
		}),
	);
	const services = {
		queues,
		keys,
		tables: startDynamoDb(),
		secrets: new SecretsManager(({ ARN, Name }, versionId) =>
			events.put(
				"aws.secretsmanager",
				"Secret Label Updated",
				{ name: Name, labelUpdated: "AWSCURRENT", versionId },
				[ARN],
			),
		),
		lambda,
		events,
		rules: new RuleScheduler(),
		/** Of EventBridge Scheduler; `rules` keeps those of event rules. */
		schedules: new Schedules(region, ({ Arn, RoleArn }, text) =>
			deliverText(Arn, text, { roleArn: RoleArn }),
		),
		pipes: [] as EventSourceMapping[],
		roleClients,
		cloudwatch,
		logs: new CloudWatchLogs(region),
		stepFunctions: new StepFunctions(),
		apis: new Apis(),
		stacks: [] as StackRecord[],
		region,
		/** That one, and those that a stack of the run says it is in. */
		regions: new Set([region]),
	};
	const deliverText: DeliverText = createDeliverText(services, {
		endpoint: async () => ({ url: new URL(url()) }),
		region,
		credentials: LOCAL_CREDENTIALS,
	});
	services.rules.onLook(() => services.schedules.fireDue());
	services.rules.onLook(() => lambda.asynchronous.fireDue());
	return { services, deliverText };
}
