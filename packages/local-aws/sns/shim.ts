import type { SnsStore } from "../fauxqs-parts.ts";
import { ACCOUNT, AwsError, type QueryAction, xml } from "../http.ts";

export const SNS_NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

/**
 * What fauxqs leaves out of SNS: a topic that does not exist, and e-mail addresses whose owner has
 * not confirmed yet.
 */
export function createSnsShims(
	store: SnsStore,
	unconfirmedEmails: ReadonlySet<string>,
): Readonly<Record<string, QueryAction>> {
	return {
		ListSubscriptionsByTopic: (input) => {
			const topicArn = input.get("TopicArn") ?? "";
			if (store.getTopic(topicArn) === undefined)
				throw new AwsError("NotFound", "Topic does not exist", 404);
			const { subscriptions, nextToken } = store.listSubscriptionsByTopic(
				topicArn,
				input.get("NextToken") ?? undefined,
			);
			const members = subscriptions.map(
				({ arn, protocol, endpoint }) =>
					`<member><SubscriptionArn>${
						protocol.startsWith("email") && unconfirmedEmails.has(endpoint)
							? "PendingConfirmation"
							: xml(arn)
					}</SubscriptionArn><TopicArn>${xml(topicArn)}</TopicArn><Protocol>${protocol}</Protocol><Endpoint>${xml(endpoint)}</Endpoint><Owner>${ACCOUNT}</Owner></member>`,
			);
			const next =
				nextToken === undefined
					? ""
					: `<NextToken>${xml(nextToken)}</NextToken>`;
			return `<Subscriptions>${members.join("")}</Subscriptions>${next}`;
		},
	};
}
