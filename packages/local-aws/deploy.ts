import {
	CreateTableCommand,
	type CreateTableCommandInput,
	DynamoDBClient,
	type TimeToLiveSpecification,
	UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { deployDeliveries } from "./deploy-deliveries.ts";
import { startRule } from "./events/event-rule.ts";
import { deployFlows } from "./flows.ts";
import { EventSourceMapping } from "./lambda/event-source.ts";
import { LocalFunction } from "./lambda/local-function.ts";
import type { RuntimeServer } from "./lambda/runtime-server.ts";
import type { Plan } from "./plan.ts";
import { startBucket } from "./s3/notifications.ts";
import { subscribe } from "./sns/subscribe.ts";
import { LOCAL_CREDENTIALS, type LocalAws } from "./start.ts";

/** Creates what a plan lists in the local services, and starts its functions and mappings. */
export async function deploy(
	plan: Plan,
	options: {
		readonly aws: LocalAws;
		readonly runtime: RuntimeServer;
		/** Environment variables that only a local run needs: where the look-alike Gmail is. */
		readonly overrides: Readonly<Record<string, string>>;
		readonly onLine: (line: string) => void;
	},
): Promise<void> {
	const { aws, runtime, overrides, onLine } = options;
	const { services, url, deliverText } = aws;
	const client = {
		endpoint: url,
		region: services.region,
		credentials: LOCAL_CREDENTIALS,
	};
	const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
	const sns = new SNSClient(client);
	const dynamo = new DynamoDBClient(client);

	for (const { name, attributes } of plan.queues)
		await sqs.send(
			new CreateQueueCommand({
				QueueName: name,
				Attributes: { ...attributes },
			}),
		);
	for (const { name, properties } of plan.tables) {
		await dynamo.send(new CreateTableCommand(tableInput(name, properties)));
		if (properties.TimeToLiveSpecification === undefined) continue;
		const TimeToLiveSpecification =
			properties.TimeToLiveSpecification as TimeToLiveSpecification;
		await dynamo.send(
			new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }),
		);
	}
	for (const { name } of plan.topics)
		await sns.send(new CreateTopicCommand({ Name: name }));
	for (const subscription of plan.subscriptions)
		await subscribe(subscription, sns);
	for (const { name, value, arn, description } of plan.secrets) {
		services.secrets.create(name, value, {
			arn,
			...(description === undefined ? {} : { description }),
		});
	}
	for (const spec of plan.alarms) services.cloudwatch.addAlarm(spec);

	for (const name of plan.logGroups) services.logs.createGroup(name);
	const functions = plan.functions.map((spec) => {
		const log = (line: string, logStream: string) => {
			services.logs.write(spec.logGroup, logStream, line);
			services.cloudwatch.ingest(line);
			onLine(line);
		};
		return new LocalFunction(spec, {
			runtime,
			overrides,
			onLine: log,
			count: (metric) => {
				const dimensions = { FunctionName: spec.name };
				services.cloudwatch.record("AWS/Lambda", metric, dimensions, 1);
			},
		});
	});
	services.lambda.functions.push(...functions);
	for (const { enabled, ...spec } of plan.mappings) {
		const fn = functions.find(
			({ spec: { name } }) => name === spec.functionName,
		);
		if (fn === undefined)
			throw new Error(
				`Cannot start the event source mapping ${spec.id} as the template has no function ${spec.functionName}`,
			);
		const mapping = new EventSourceMapping(spec, {
			fn,
			endpoint: url,
			region: services.region,
			endLongPolls: () =>
				services.queues.store.getQueueByArn(spec.queueArn)?.cancelWaiters(),
		});
		services.lambda.mappings.push(mapping);
		if (enabled) mapping.enable();
	}
	deployDeliveries(plan, aws);
	deployFlows(plan.flows, { services, endpoint: url });
	for (const rule of plan.rules) startRule(rule, { services, deliverText });
	for (const bucket of plan.buckets)
		await startBucket(bucket, { services, deliverText });
	services.stacks.push(plan.stack);
}

const TABLE_FIELDS = [
	"AttributeDefinitions",
	"KeySchema",
	"BillingMode",
	"GlobalSecondaryIndexes",
	"LocalSecondaryIndexes",
	"ProvisionedThroughput",
];

function tableInput(
	TableName: string,
	properties: Readonly<Record<string, unknown>>,
): CreateTableCommandInput {
	const known = Object.fromEntries(
		Object.entries(properties).filter(([key]) => TABLE_FIELDS.includes(key)),
	);
	return { TableName, ...known } as CreateTableCommandInput;
}
