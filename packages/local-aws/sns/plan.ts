/** Who gets what is published to a topic. */
export interface SubscriptionSpec {
	readonly topicArn: string;
	readonly protocol: string;
	readonly endpoint: string;
	/** In the words of Subscribe. */
	readonly attributes: Readonly<Record<string, string>>;
}

const ATTRIBUTES = ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope"];

/** Reads an AWS::SNS::Subscription, or one that a topic has of its own. */
export function subscriptionSpec(
	topicArn: string,
	properties: Readonly<Record<string, unknown>>,
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
