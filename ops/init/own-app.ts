import { OPS } from "../terminal/called-by.ts";
import { DOCS } from "./home.ts";
import { file } from "./piece.ts";

/** A stack for a CDK app of one's own. */
export const MAIL_STACK = file(
	"lib/mail-stack.ts",
	`import { Stack, type StackProps } from "aws-cdk-lib";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { GmailSender } from "sqs-gmail-sender";

export class MailStack extends Stack {
	/** Other stacks of this app send by it: mail.connect(fn), mail.grantSend(role). */
	readonly mail: GmailSender;

	constructor(scope: Construct, id: string, props?: StackProps) {
		super(scope, id, props);
		this.mail = new GmailSender(this, "Mail", {
			mailbox: "you@example.com",
			mailboxType: "workspace",
			templates: "templates",
		});
		for (const topic of [this.mail.pageTopic, this.mail.ticketTopic])
			topic.addSubscription(new EmailSubscription("oncall@example.com"));
	}
}
`,
);

/** What is left to do, which differs by the file of the app. */
export function stepsInApp(cdkJson: string): string {
	const [, app = "bin/app.ts"] = /\b(bin\/[\w.-]+\.ts)\b/.exec(cdkJson) ?? [];
	return `1. Write your mailbox, its type and an address for alarms into lib/mail-stack.ts.

2. Add the stack to ${app}:

   import { MailStack } from "../lib/mail-stack";
   new MailStack(app, "MailStack");

3. Deploy it, and store an App Password (${DOCS}/google-account.md):

   npx cdk bootstrap
   npx cdk deploy MailStack
   ${OPS} set-password --stack MailStack

4. Confirm the two mails "AWS Notification - Subscription Confirmation", then send one:

   ${OPS} send --to you@example.com --stack MailStack`;
}
