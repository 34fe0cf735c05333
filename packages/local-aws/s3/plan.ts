import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";

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
		...of("Custom::S3BucketNotifications").map(({ properties }) =>
			bucketNotificationsSpec(properties),
		),
	];
}

function bucketSpec(name: string, properties: Properties) {
	const versioning = (properties.VersioningConfiguration ?? {}) as Properties;
	const configuration = (properties.NotificationConfiguration ??
		{}) as Properties;
	const bridge = configuration.EventBridgeConfiguration as
		| Properties
		| undefined;
	return {
		name,
		versioned: versioning.Status === "Enabled",
		notifications: notificationsIn(configuration, name),
		/** Whether its changes are events of the default bus, too. */
		eventBridge:
			bridge !== undefined && String(bridge.EventBridgeEnabled) !== "false",
		/** Whether queues and topics are sent a test when the notifications are set up. */
		sendsTest: true,
	};
}

/** Reads CDK's Custom::S3BucketNotifications, instead of the function behind it. */
function bucketNotificationsSpec(properties: Properties): BucketSpec {
	const name = String(properties.BucketName);
	const configuration = (properties.NotificationConfiguration ??
		{}) as Properties;
	return {
		name,
		versioned: false,
		notifications: notificationsIn(configuration, name),
		eventBridge: configuration.EventBridgeConfiguration !== undefined,
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
	const filter = (Filter ?? {}) as {
		readonly S3Key?: { readonly Rules?: readonly FilterRule[] };
		readonly Key?: { readonly FilterRules?: readonly FilterRule[] };
	};
	const rules = filter.S3Key?.Rules ?? filter.Key?.FilterRules ?? [];
	return rules.find(({ Name }) => Name.toLowerCase() === name)?.Value ?? "";
}

interface FilterRule {
	readonly Name: string;
	readonly Value: string;
}
