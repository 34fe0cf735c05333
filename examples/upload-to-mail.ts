// Mails a team about each file that is put under reports/ in a bucket.
// Upload → EventBridge → a rule → the sender's queue → team@your-domain.com, with a link to the file.
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { Bucket } from "aws-cdk-lib/aws-s3";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailRuleTarget } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "UploadToMail");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "alerts@your-domain.com",
	mailboxType: "workspace",
});
const bucket = new Bucket(stack, "Files", {
	enforceSSL: true,
	eventBridgeEnabled: true,
});

// What matters: which files, and who hears of them.
new Rule(stack, "Reports", {
	eventPattern: {
		source: ["aws.s3"],
		detailType: ["Object Created"],
		detail: {
			bucket: { name: [bucket.bucketName] },
			object: { key: Match.prefix("reports/") },
		},
	},
	targets: [
		new MailRuleTarget(mail, { route: { to: "team@your-domain.com" } }),
	],
});

new CfnOutput(stack, "Bucket", { value: bucket.bucketName });
app.synth();
