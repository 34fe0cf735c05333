import { AccountPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IConstruct } from "constructs";
import { OUTCOME_SOURCE } from "../../core/event/loop.ts";

/**
 * What an event bus allows an account whose outcome events are forwarded to it. The source of a call's events is a
 * list, which only such an operator compares.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html
 */
export function putOutcomes(
	{ node }: IConstruct,
	{ from, busArn }: { readonly from: string; readonly busArn: string },
): PolicyStatement {
	return new PolicyStatement({
		sid: `MailOutcomes${node.addr.slice(-8)}`,
		principals: [new AccountPrincipal(from)],
		actions: ["events:PutEvents"],
		resources: [busArn],
		conditions: {
			"ForAllValues:StringEquals": { "events:source": OUTCOME_SOURCE },
		},
	});
}
