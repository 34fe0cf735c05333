import { Annotations, Stack, Token, TokenComparison } from "aws-cdk-lib";
import type {
	ITopic,
	ITopicSubscription,
	TopicSubscriptionConfig,
} from "aws-cdk-lib/aws-sns";
import {
	SqsSubscription,
	type SqsSubscriptionProps,
} from "aws-cdk-lib/aws-sns-subscriptions";
import type { MailRoute } from "../../core/event/route.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { givenName } from "./given-name.ts";
import { letPublish } from "./let-publish.ts";
import { QueueView } from "./queue-view.ts";

/** Options of `MailSubscription`. */
export interface MailSubscriptionProps extends SqsSubscriptionProps {
	/**
	 * Who gets mail about the topic's notifications, such as `{ to: "oncall@your-domain.com" }`. Not with
	 * `rawMessageDelivery`, where publishers write messages of format version 1.
	 * @default - each notification is itself a message of format version 1
	 */
	readonly route?: Omit<MailRoute, "match">;
}

/**
 * Mail for notifications of a topic.
 *
 *     topic.addSubscription(new MailSubscription(mail, { route: { to: "oncall@your-domain.com" } }));
 *     // or, where the topic's publishers write messages of format version 1:
 *     orders.addSubscription(new MailSubscription(mail, { rawMessageDelivery: true }));
 */
export class MailSubscription implements ITopicSubscription {
	readonly #sender: IGmailSender;
	readonly #props: MailSubscriptionProps;

	constructor(sender: IGmailSender, props: MailSubscriptionProps = {}) {
		if (props.rawMessageDelivery === true && props.route !== undefined) {
			throw new Error(
				"Cannot route raw notifications as they don't identify their topic: leave out rawMessageDelivery, or leave out route and publish messages of format version 1",
			);
		}
		this.#sender = sender;
		this.#props = props;
	}

	bind(topic: ITopic): TopicSubscriptionConfig {
		const { route, ...props } = this.#props;
		const sender = this.#sender;
		const view = QueueView.of(sender.queue);
		const config = new SqsSubscription(view, props).bind(topic);
		const topicArn = arnOf(topic);
		const policy = letPublish(sender, {
			what: `the topic ${topic.node.path}`,
			kind: "Topic",
			source: topic,
			// In opt-in regions SNS has names of its own, which CDK knows.
			principals: view.principals,
			// The ARN tells the account; SNS documents no other key.
			conditions: { ArnEquals: { "aws:SourceArn": topicArn } },
		});
		if (props.rawMessageDelivery !== true)
			sender.addRoute({
				match: { topicArn },
				...(route ?? { message: true }),
			});
		if (policy === undefined) warnOfConfirmation(topic, sender);
		return {
			...config,
			subscriberScope: view.scope,
			subscriptionDependency: policy,
		};
	}
}

function arnOf(topic: ITopic): string {
	const name = givenName(topic);
	return name === undefined
		? topic.topicArn
		: Stack.of(topic).formatArn({ service: "sns", resource: name });
}

function warnOfConfirmation(topic: ITopic, { queue, node }: IGmailSender) {
	const isSame = Token.compareStrings(topic.env.account, queue.env.account);
	if (isSame !== TokenComparison.DIFFERENT) return;
	Annotations.of(topic).addWarningV2(
		"sqs-gmail-sender:subscription-needs-confirmation",
		`The subscription of ${node.path} to ${topic.node.path} stays pending until the owner of the queue, account ${queue.env.account}, confirms it: SNS sends the link to the queue. Or ask the owner to subscribe the queue in their stack: Topic.fromTopicArn(…).addSubscription(new MailSubscription(…)), which needs sns:Subscribe in the topic policy and no confirmation`,
	);
}
