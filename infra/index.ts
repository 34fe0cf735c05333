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
