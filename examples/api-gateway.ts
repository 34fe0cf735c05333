// A contact form: anybody may write, and only sales@your-domain.com gets it.
// POST /contact → a REST API checks it → the sender's queue → mail; the visitor gets 202 at once.
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { RestApi } from "aws-cdk-lib/aws-apigateway";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailRestIntegration } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "ApiGateway");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "web@your-domain.com",
	mailboxType: "workspace",
});
const api = new RestApi(stack, "Website", {
	// Anybody may write: without a limit they use up the mailbox's.
	deployOptions: { throttlingRateLimit: 1, throttlingBurstLimit: 5 },
});

// What matters: what is fixed; a request may give text and replyTo, nothing else.
const form = new MailRestIntegration(mail, {
	message: { to: "sales@your-domain.com", subject: "Contact form" },
});
const contact = api.root.addResource("contact");
contact.addMethod("POST", form, form.methodOptions(api));

new CfnOutput(stack, "ContactUrl", { value: api.urlForPath(contact.path) });
app.synth();
