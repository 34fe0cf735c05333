// A team hears of its own mail that failed, that expired or that is in doubt.
// The team's Lambda function → the sender's queue → no such mailbox → EventBridge → a rule → the team's queue.
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailOutcomes } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "HearOfFailedMail");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "shop@your-domain.com",
	mailboxType: "workspace",
});
const shipOrder = new NodejsFunction(stack, "ShipOrder", {
	functionName: "ship-order",
	entry: `${import.meta.dirname}/another-team/handler.ts`,
	runtime: Runtime.NODEJS_24_X,
	bundling: { bundleAwsSDK: true },
});
const failedMail = new Queue(stack, "FailedMail", { enforceSSL: true });

// What matters: the name under which the team sends, and whose outcomes go where.
mail.connect(shipOrder, { producer: "shop" });
new MailOutcomes(stack, "Outcomes", {
	sender: mail,
	producer: "shop",
	target: failedMail,
});

new CfnOutput(stack, "FailedMailUrl", { value: failedMail.queueUrl });
app.synth();
