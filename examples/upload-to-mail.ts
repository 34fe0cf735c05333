// Mails a team about each file that is put under reports/ in a bucket.
// Upload → S3's notification → the sender's queue → team@your-domain.com, with a link to the file.
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailNotification } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "UploadToMail");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "alerts@your-domain.com",
	mailboxType: "workspace",
});
const bucket = new Bucket(stack, "Files", { enforceSSL: true });

// What matters: which files, and who hears of them.
bucket.addEventNotification(
	EventType.OBJECT_CREATED,
	new MailNotification(mail, { route: { to: "team@your-domain.com" } }),
	{ prefix: "reports/" },
);

new CfnOutput(stack, "Bucket", { value: bucket.bucketName });
app.synth();
