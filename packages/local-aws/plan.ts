import { localUrls } from "./api-gateway/api-url.ts";
import type { StackRecord } from "./cloudformation/api.ts";
import { resolveIntrinsics } from "./cloudformation/intrinsics.ts";
import { type AlarmSpec, alarmSpec } from "./cloudwatch/plan.ts";
import { type RuleSpec, ruleSpec } from "./events/plan.ts";
import { type FlowPlan, planFlows } from "./flows.ts";
import type { FunctionSpec } from "./lambda/environment.ts";
import type { MappingSpec } from "./lambda/event-source.ts";
import { leftOutNotice, whyLeftOut } from "./lambda/left-out.ts";
import { Names, type NamesOptions, type StackTemplate } from "./names.ts";
import { type DeliveryPlan, planDeliveries } from "./plan-deliveries.ts";
import {
	type BucketSpec,
	bucketNotificationsSpec,
	bucketSpec,
} from "./s3/plan.ts";
import { type SubscriptionSpec, subscriptionSpec } from "./sns/plan.ts";

/** What has to be created for one stack. */
export interface Plan extends DeliveryPlan {
	readonly queues: readonly {
		readonly name: string;
		readonly url: string;
		readonly arn: string;
		readonly attributes: Readonly<Record<string, string>>;
	}[];
	readonly buckets: readonly BucketSpec[];
	readonly tables: readonly {
		readonly name: string;
		readonly properties: Readonly<Record<string, unknown>>;
	}[];
	readonly secrets: readonly {
		readonly name: string;
		readonly arn: string;
		readonly value: string;
		readonly description: string | undefined;
	}[];
	readonly topics: readonly { readonly name: string; readonly arn: string }[];
	readonly subscriptions: readonly SubscriptionSpec[];
	readonly functions: readonly FunctionSpec[];
	readonly mappings: readonly (MappingSpec & { readonly enabled: boolean })[];
	readonly rules: readonly RuleSpec[];
	readonly logGroups: readonly string[];
	readonly alarms: readonly AlarmSpec[];
	readonly flows: FlowPlan;
	readonly stack: StackRecord;
	/** What the template has and a local run does not, a sentence each. */
	readonly notices: readonly string[];
}

export interface PlanOptions extends NamesOptions {
	/** Where the template's assets are. */
	assetPath(s3Key: string): string;
	readonly now: number;
}

/** Reads a synthesized template as the list of what to start. Pure: the same template gives the same plan. */
export function planStack(template: StackTemplate, options: PlanOptions): Plan {
	const names = new Names(template, options);
	const resources = Object.entries(template.Resources).map(
		([id, { Type, Properties = {} }]) => ({
			id,
			type: Type,
			properties: resolveIntrinsics(Properties, names) as Record<
				string,
				unknown
			>,
		}),
	);
	const of = (type: string) =>
		resources.filter((resource) => resource.type === type);
	const leftOut = of("AWS::Lambda::Function").flatMap(({ id, properties }) => {
		const why = whyLeftOut(properties);
		const name = names.physical(id);
		return why === undefined
			? []
			: [{ id, name, arn: names.attribute(id, "Arn"), why }];
	});
	const runs = (nameOrArn: string) =>
		leftOut.every(({ name, arn }) => name !== nameOrArn && arn !== nameOrArn);

	return {
		queues: of("AWS::SQS::Queue").map(({ id, properties }) => ({
			name: names.physical(id),
			url: String(names.ref(id)),
			arn: names.attribute(id, "Arn"),
			attributes: queueAttributes(properties),
		})),
		buckets: [
			...of("AWS::S3::Bucket").map(({ id, properties }) =>
				bucketSpec(names.physical(id), properties),
			),
			...of("Custom::S3BucketNotifications").map(({ properties }) =>
				bucketNotificationsSpec(properties),
			),
		],
		tables: of("AWS::DynamoDB::Table").map(({ id, properties }) => ({
			name: names.physical(id),
			properties,
		})),
		secrets: of("AWS::SecretsManager::Secret").map(({ id, properties }) => ({
			name: names.physical(id),
			arn: String(names.ref(id)),
			value: String(properties.SecretString ?? ""),
			description:
				properties.Description === undefined
					? undefined
					: String(properties.Description),
		})),
		topics: of("AWS::SNS::Topic").map(({ id }) => ({
			name: names.physical(id),
			arn: String(names.ref(id)),
		})),
		subscriptions: [
			...of("AWS::SNS::Subscription").map(({ properties }) =>
				subscriptionSpec(String(properties.TopicArn), properties),
			),
			...of("AWS::SNS::Topic").flatMap(({ id, properties }) =>
				((properties.Subscription ?? []) as Record<string, unknown>[]).map(
					(subscription) =>
						subscriptionSpec(String(names.ref(id)), subscription),
				),
			),
		],
		functions: of("AWS::Lambda::Function")
			.filter(({ id }) => runs(names.physical(id)))
			.map(({ id, properties }) =>
				functionSpec(
					names.physical(id),
					names.attribute(id, "Arn"),
					properties,
					options,
				),
			),
		mappings: of("AWS::Lambda::EventSourceMapping")
			.map(({ id, properties }) =>
				mappingSpec(String(names.ref(id)), properties, template, names),
			)
			.filter(({ functionName }) => runs(functionName)),
		rules: of("AWS::Events::Rule").map(({ id, properties }) =>
			ruleSpec(
				{ name: names.physical(id), arn: names.attribute(id, "Arn") },
				properties,
			),
		),
		logGroups: of("AWS::Logs::LogGroup").map(({ id }) => names.physical(id)),
		alarms: of("AWS::CloudWatch::Alarm").map(({ id, properties }) =>
			alarmSpec(names.physical(id), properties),
		),
		...planDeliveries(of, names),
		flows: planFlows(of, names),
		notices: leftOut.flatMap(
			({ why, ...fn }) => leftOutNotice(fn, why, resources) ?? [],
		),
		stack: {
			name: options.stackName,
			description: template.Description,
			createdAt: options.now,
			outputs: Object.fromEntries(
				Object.entries(template.Outputs ?? {}).map(
					([key, { Value, Description }]) => [
						key,
						{
							value: localUrls(
								String(resolveIntrinsics(Value, names)),
								options.endpoint,
							),
							...(Description === undefined
								? {}
								: { description: Description }),
						},
					],
				),
			),
			resources: Object.entries(template.Resources).map(([id, { Type }]) => ({
				logicalId: id,
				physicalId: names.physical(id),
				type: Type,
			})),
		},
	};
}

function queueAttributes(
	properties: Readonly<Record<string, unknown>>,
): Record<string, string> {
	const { QueueName: _name, Tags: _tags, ...rest } = properties;
	return Object.fromEntries(
		Object.entries(rest).map(([key, value]) => [
			key,
			typeof value === "object" ? JSON.stringify(value) : String(value),
		]),
	);
}

function functionSpec(
	name: string,
	arn: string,
	properties: Readonly<Record<string, unknown>>,
	{ assetPath, endpoint }: PlanOptions,
): FunctionSpec {
	const { S3Key } = properties.Code as { readonly S3Key?: string };
	const { Variables = {} } = (properties.Environment ?? {}) as {
		readonly Variables?: Record<string, unknown>;
	};
	const { LogGroup } = (properties.LoggingConfig ?? {}) as {
		readonly LogGroup?: string;
	};
	return {
		name,
		arn,
		logGroup: LogGroup ?? `/aws/lambda/${name}`,
		reservedConcurrency: properties.ReservedConcurrentExecutions as
			| number
			| undefined,
		codePath: assetPath(String(S3Key)),
		handler: String(properties.Handler),
		timeoutSeconds: Number(properties.Timeout ?? 3),
		memoryMiB: Number(properties.MemorySize ?? 128),
		environment: Object.fromEntries(
			Object.entries(Variables).map(([key, value]) => [
				key,
				localQueueUrl(String(value), endpoint),
			]),
		),
	};
}

function mappingSpec(
	id: string,
	properties: Readonly<Record<string, unknown>>,
	template: StackTemplate,
	names: Names,
): Plan["mappings"][number] {
	const queueArn = String(properties.EventSourceArn);
	const functionName = String(properties.FunctionName);
	const queueId = names.byArn(queueArn) ?? "";
	const scaling = (properties.ScalingConfig ?? {}) as {
		readonly MaximumConcurrency?: number;
	};
	const functionId =
		Object.keys(template.Resources).find(
			(key) => names.physical(key) === functionName,
		) ?? "";
	return {
		id,
		queueArn,
		queueUrl: String(names.ref(queueId)),
		functionName,
		functionArn: names.attribute(functionId, "Arn"),
		batchSize: Number(properties.BatchSize ?? 10),
		windowSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
		// Without a limit Lambda starts with five pollers.
		maxConcurrency: scaling.MaximumConcurrency ?? 5,
		reportsItemFailures: (
			(properties.FunctionResponseTypes ?? []) as string[]
		).includes("ReportBatchItemFailures"),
		enabled: properties.Enabled !== false,
	};
}

/** A queue's URL as it is locally: one that CDK makes of an ARN names AWS's host, and clients go where it says. */
function localQueueUrl(text: string, endpoint: string): string {
	return text.replace(
		/^https:\/\/sqs\.[\w-]+\.amazonaws\.com\//,
		`${endpoint}/`,
	);
}
