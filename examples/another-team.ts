// A team sends mail by a sender that belongs to another team's stack, of which it knows the queue's ARN alone.
// Order → the team's Lambda function → the publisher library → the sender's queue → mail to the customer.
import { App, Stack } from "aws-cdk-lib";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
// In your app: from "sqs-gmail-sender".
import { GmailSender } from "../infra/index.ts";

const app = new App();
const platform = new Stack(app, "Platform");
const { queue } = new GmailSender(platform, "Mail", {
	mailbox: "shop@your-domain.com",
	mailboxType: "workspace",
});
const team = new Stack(app, "Shop");

// What matters: the import, and a function that may send and knows where to.
// In your app the ARN is a text, the output QueueArn of the sender's stack.
const mail = GmailSender.fromQueueArn(team, "Mail", queue.queueArn);
const shipOrder = new NodejsFunction(team, "ShipOrder", {
	functionName: "ship-order",
	entry: `${import.meta.dirname}/another-team/handler.ts`,
	runtime: Runtime.NODEJS_24_X,
	bundling: { bundleAwsSDK: true },
});
mail.connect(shipOrder);

app.synth();
