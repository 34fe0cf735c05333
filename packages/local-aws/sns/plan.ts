import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";
import { attributeTexts } from "../sqs/plan.ts";

/** Who gets what is published to a topic, in the words of Subscribe. */
export type SubscriptionSpec = ReturnType<typeof subscriptionSpec>;

const ATTRIBUTES = ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope"];

/** The topics of a template, in the words of CreateTopic. */
export function planTopics(of: ResourcesOf) {
	const policies = of("AWS::SNS::TopicPolicy");
	return of("AWS::SNS::Topic").map(({ name, arn, properties }) => {
		const { SignatureVersion, KmsMasterKeyId } = properties;
		const policy = policies.find(({ properties: { Topics } }) =>
			(Topics as unknown[]).includes(arn),
		);
		const Policy = policy?.properties.PolicyDocument;
		return {
			Name: name,
			Attributes: attributeTexts({ SignatureVersion, KmsMasterKeyId, Policy }),
		};
	});
}

/** The subscriptions of a template: those that topics have of their own, too. */
export function planSubscriptions(of: ResourcesOf) {
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

function subscriptionSpec(TopicArn: string, properties: Properties) {
	const given = Object.entries(properties).filter(([key]) =>
		ATTRIBUTES.includes(key),
	);
	return {
		TopicArn,
		Protocol: String(properties.Protocol),
		Endpoint: String(properties.Endpoint),
		Attributes: attributeTexts(Object.fromEntries(given)),
	};
}
