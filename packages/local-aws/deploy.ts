import {
	CreateTableCommand,
	DynamoDBClient,
	UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
	CreateTopicCommand,
	SNSClient,
	SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { DeliverText } from "./events/deliver-text.ts";
import { startRule } from "./events/event-rule.ts";
import { LOCAL_CREDENTIALS } from "./http.ts";
import {
	type FunctionSettings,
	startFunctions,
} from "./lambda/start-functions.ts";
import { startPipe } from "./pipes/start-pipe.ts";
import type { Plan } from "./plan.ts";
import { startBucket } from "./s3/notifications.ts";
import type { AwsServices } from "./services.ts";
import type { SubscriptionSpec } from "./sns/plan.ts";
import { createRunTask } from "./step-functions/run-task.ts";

/** Where a plan is carried out. */
export interface DeployTarget {
	readonly services: AwsServices;
	/** Address of the AWS endpoint. */
	readonly url: string;
	readonly deliverText: DeliverText;
	readonly secretValue: (given: string) => string;
	readonly functions: FunctionSettings;
}

/** Creates what a plan lists, what others refer to first. */
export async function deploy(plan: Plan, target: DeployTarget): Promise<void> {
	const { services, url } = target;
	const { stepFunctions, apis, lambda, region, roleClients } = services;
	await createStores(plan, services, url);
	for (const { value, ...secret } of plan.secrets)
		services.secrets.create({ ...secret, value: target.secretValue(value) });
	for (const key of plan.keys) services.keys.add(key);
	for (const spec of plan.alarms) services.cloudwatch.addAlarm(spec);
	for (const name of plan.logGroups) services.logs.createGroup(name);
	startFunctions(plan, services, url, target.functions);
	for (const group of plan.scheduleGroups) services.schedules.groups.add(group);
	for (const schedule of plan.schedules) services.schedules.create(schedule);
	for (const pipe of plan.pipes) startPipe(pipe, services, url);
	for (const machine of plan.stateMachines) {
		const sqs = roleClients.sqs(machine.roleArn);
		const runTask = createRunTask(
			{ sqs, lambda },
			{ tokens: stepFunctions.tokens, region },
		);
		stepFunctions.add(machine, runTask);
	}
	for (const api of plan.restApis) apis.addRest(api, roleClients);
	for (const api of plan.httpApis) apis.addHttp(api, roleClients);
	for (const rule of plan.rules) startRule(rule, target);
	for (const bucket of plan.buckets) await startBucket(bucket, target);
}

/** Queues, tables and topics are made by AWS's own clients. */
async function createStores(
	plan: Plan,
	{ region }: AwsServices,
	endpoint: string,
): Promise<void> {
	const client = { endpoint, region, credentials: LOCAL_CREDENTIALS };
	const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
	const sns = new SNSClient(client);
	const dynamo = new DynamoDBClient(client);
	for (const queue of plan.queues)
		await sqs.send(new CreateQueueCommand(queue));
	for (const { input, timeToLive } of plan.tables) {
		await dynamo.send(new CreateTableCommand(input));
		if (timeToLive === undefined) continue;
		const { TableName } = input;
		await dynamo.send(
			new UpdateTimeToLiveCommand({
				TableName,
				TimeToLiveSpecification: timeToLive,
			}),
		);
	}
	for (const topic of plan.topics)
		await sns.send(new CreateTopicCommand(topic));
	for (const subscription of plan.subscriptions)
		await subscribe(subscription, sns);
	for (const used of [sqs, sns, dynamo]) used.destroy();
}

/** Subscribes to a topic; one that no template has is made, as it is there on AWS. */
async function subscribe(
	subscription: SubscriptionSpec,
	sns: SNSClient,
): Promise<void> {
	const { TopicArn, Endpoint } = subscription;
	const Name = TopicArn.split(":").at(-1);
	const made = await sns.send(new CreateTopicCommand({ Name }));
	if (made.TopicArn !== TopicArn)
		return console.error(
			`Cannot subscribe ${Endpoint} to ${TopicArn}: topics here are of this account and region, such as ${made.TopicArn}; mail from it won't come`,
		);
	await sns.send(new SubscribeCommand(subscription));
}
