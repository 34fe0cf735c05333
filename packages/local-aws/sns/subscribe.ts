import {
	CreateTopicCommand,
	type SNSClient,
	SubscribeCommand,
} from "@aws-sdk/client-sns";
import type { SubscriptionSpec } from "./plan.ts";

/** Subscribes to a topic; one that no template has is made, as it is there on AWS. */
export async function subscribe(
	{ topicArn, protocol, endpoint, attributes }: SubscriptionSpec,
	sns: SNSClient,
): Promise<void> {
	const Name = topicArn.split(":").at(-1);
	const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
	if (TopicArn !== topicArn)
		return console.error(
			`Cannot subscribe ${endpoint} to ${topicArn}: topics here are of this account and region, such as ${TopicArn}; mail from it won't come`,
		);
	await sns.send(
		new SubscribeCommand({
			TopicArn,
			Protocol: protocol,
			Endpoint: endpoint,
			Attributes: { ...attributes },
		}),
	);
}
