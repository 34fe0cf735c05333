/** What the package offers to a CDK app. */
export {
	type CauseMetricOptions,
	GmailSender,
	type GrantSendOptions,
} from "./constructs/gmail-sender.ts";
export type { GmailSenderProps } from "./constructs/gmail-sender-props.ts";
