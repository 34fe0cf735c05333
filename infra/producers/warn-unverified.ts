import { Annotations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import type { MailRoute } from "../../core/event/route.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/** Warns when mail about events of unverified origin should be urgent, or is refused by the sender. */
export function warnUnverified(
	source: IConstruct,
	{ priority }: Pick<MailRoute, "priority">,
	sender: IGmailSender,
): void {
	if (sender.refusesUnverified === true)
		Annotations.of(source).addWarningV2(
			"sqs-gmail-sender:unverified-refused",
			`No mail will be sent about the events of ${source.node.path}: their origin cannot be verified, and the sender has unverifiedEvents: "refuse". Send them by an EventBridge rule and MailRuleTarget`,
		);
	else if (priority === "high")
		Annotations.of(source).addWarningV2(
			"sqs-gmail-sender:unverified-not-urgent",
			`The priority of mail about the events of ${source.node.path} has no effect: their origin cannot be verified. Send them by an EventBridge rule and MailRuleTarget`,
		);
}
