import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";

/** Who gets what is published to a topic. */
export interface SubscriptionSpec {
	readonly topicArn: string;
	readonly protocol: string;
	readonly endpoint: string;
	/** In the words of Subscribe. */
	readonly attributes: Readonly<Record<string, string>>;
}

const ATTRIBUTES = ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope"];

/** The names of a template's topics. */
export function planTopics(of: ResourcesOf): readonly string[] {
	return of("AWS::SNS::Topic").map(({ name }) => name);
}

/** The subscriptions of a template: those that topics have of their own, too. */
export function planSubscriptions(
	of: ResourcesOf,
): readonly SubscriptionSpec[] {
	return [
		...of("AWS::SNS::Subscription").map(({ properties }) =>
			subscriptionSpec(String(properties.TopicArn), properties),
		),
		...of("AWS::SNS::Topic").flatMap(({ arn, properties }) =>
			((properties.Subscription ?? []) as Properties[]).map((subscription) =>
				subscriptionSpec(arn, subscription),
			),
		),
	];
}

function subscriptionSpec(
	topicArn: string,
	properties: Properties,
): SubscriptionSpec {
	const given = Object.entries(properties).filter(([key]) =>
		ATTRIBUTES.includes(key),
	);
	return {
		topicArn,
		protocol: String(properties.Protocol),
		endpoint: String(properties.Endpoint),
		attributes: Object.fromEntries(
			given.map(([key, value]) => [
				key,
				typeof value === "object" ? JSON.stringify(value) : String(value),
			]),
		),
	};
}
