/** What the package offers to a CDK app. */
export { TASK_ERROR } from "../core/contract.ts";
export type { MailRoute, RouteMatch } from "../core/event/route.ts";
export type {
	EmailAddress as MailAddress,
	EmailFile as MailFile,
} from "../core/message/email.ts";
export { Producers } from "./constructs/access/producers.ts";
export type { AttachmentBucket } from "./constructs/functions/attachment-buckets.ts";
export { GmailSender } from "./constructs/gmail-sender.ts";
export type { GmailSenderProps } from "./constructs/gmail-sender-props.ts";
export type {
	ConnectOptions,
	GrantSendOptions,
	IGmailSender,
} from "./constructs/i-gmail-sender.ts";
export type { ImportOptions } from "./constructs/imported/imported-gmail-sender.ts";
export type { EventMessage } from "./producers/event-message.ts";
export {
	MailAlarmRule,
	type MailAlarmRuleProps,
} from "./producers/mail-alarm-rule.ts";
export {
	MailDestination,
	type MailDestinationProps,
} from "./producers/mail-destination.ts";
export { MailHttpIntegration } from "./producers/mail-http-integration.ts";
export type { MailAddresses, MailMessage } from "./producers/mail-message.ts";
export {
	MailNotification,
	type MailNotificationProps,
} from "./producers/mail-notification.ts";
export {
	MailOutcomes,
	type MailOutcomesProps,
} from "./producers/mail-outcomes.ts";
export { MailPipe, type MailPipeProps } from "./producers/mail-pipe.ts";
export type { MailRequest, RequestField } from "./producers/mail-request.ts";
export { mailRequestModel } from "./producers/mail-request-model.ts";
export { MailRestIntegration } from "./producers/mail-rest-integration.ts";
export {
	MailRuleTarget,
	type MailRuleTargetProps,
} from "./producers/mail-rule-target.ts";
export {
	MailScheduleTarget,
	type MailScheduleTargetProps,
} from "./producers/mail-schedule-target.ts";
export {
	MailSubscription,
	type MailSubscriptionProps,
} from "./producers/mail-subscription.ts";
export { MailTask, type MailTaskProps } from "./producers/mail-task.ts";
export {
	MailTopicRule,
	type MailTopicRuleProps,
} from "./producers/mail-topic-rule.ts";
export type { MailPipeSource } from "./producers/pipe-source.ts";
