import {
	type Properties,
	type ResourcesOf,
	within,
} from "../cloudformation/intrinsics.ts";

/** A bucket, or what a template adds to one. */
export type BucketSpec = ReturnType<typeof bucketSpec>;
/** Tells one destination of some of a bucket's changes. */
export type NotificationSpec = BucketSpec["notifications"][number];

/** The buckets of a template, and what it adds to buckets. */
export function planBuckets(of: ResourcesOf): readonly BucketSpec[] {
	return [
		...of("AWS::S3::Bucket").map(({ name, properties }) =>
			bucketSpec(name, properties),
		),
		// CDK's own resource, read here instead of calling the function behind it.
		...of("Custom::S3BucketNotifications").map(({ properties }) =>
			bucketSpec(String(properties.BucketName), properties),
		),
	];
}

function bucketSpec(name: string, properties: Properties) {
	const configuration = within(properties.NotificationConfiguration);
	const bridge = configuration.EventBridgeConfiguration;
	return {
		name,
		versioned: within(properties.VersioningConfiguration).Status === "Enabled",
		notifications: notificationsIn(configuration, name),
		/** Whether its changes are events of the default bus, too. */
		eventBridge:
			bridge !== undefined &&
			String(within(bridge).EventBridgeEnabled) !== "false",
		/** Whether queues and topics are sent a test when the notifications are set up. */
		sendsTest: String(properties.SkipDestinationValidation) !== "true",
	};
}

/** The words of CloudFormation and of S3's own API, which CDK's resource takes. */
const DESTINATIONS = [
	{ list: "QueueConfigurations", arn: ["Queue", "QueueArn"] },
	{ list: "TopicConfigurations", arn: ["Topic", "TopicArn"] },
	{ list: "LambdaConfigurations", arn: ["Function"] },
	{ list: "LambdaFunctionConfigurations", arn: ["LambdaFunctionArn"] },
];

function notificationsIn(configuration: Properties, bucket: string) {
	const entries = DESTINATIONS.flatMap(({ list, arn }) =>
		((configuration[list] ?? []) as Properties[]).map((entry) => ({
			entry,
			arn: String(entry[arn.find((key) => key in entry) ?? ""]),
		})),
	);
	return entries.map(({ entry, arn }, index) => ({
		id: String(entry.Id ?? `${bucket}-${index}`),
		arn,
		/** Such as `s3:ObjectCreated:*`. */
		events: [entry.Events ?? entry.Event ?? []].flat().map(String),
		prefix: filterOf(entry, "prefix"),
		suffix: filterOf(entry, "suffix"),
	}));
}

function filterOf({ Filter }: Properties, name: string): string {
	const { S3Key, Key } = within(Filter);
	const rules = within(S3Key).Rules ?? within(Key).FilterRules ?? [];
	const rule = (rules as readonly FilterRule[]).find(
		({ Name }) => Name.toLowerCase() === name,
	);
	return rule?.Value ?? "";
}

interface FilterRule {
	readonly Name: string;
	readonly Value: string;
}
