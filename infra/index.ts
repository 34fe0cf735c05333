/** What the package offers to a CDK app. */
export type {
	MailRoute,
	RouteMatch,
} from "../functions/send-email/contract.ts";
export {
	type CauseMetricOptions,
	GmailSender,
} from "./constructs/gmail-sender.ts";
export type { GmailSenderProps } from "./constructs/gmail-sender-props.ts";
export type {
	GrantSendOptions,
	IGmailSender,
} from "./constructs/i-gmail-sender.ts";
export type { ImportOptions } from "./constructs/imported-gmail-sender.ts";
export { Producers } from "./constructs/producers.ts";
export {
	MailAlarmRule,
	type MailAlarmRuleProps,
} from "./producers/mail-alarm-rule.ts";
export {
	MailNotification,
	type MailNotificationProps,
} from "./producers/mail-notification.ts";
export {
	type EventMessage,
	MailRuleTarget,
	type MailRuleTargetProps,
} from "./producers/mail-rule-target.ts";
export {
	MailSubscription,
	type MailSubscriptionProps,
} from "./producers/mail-subscription.ts";
