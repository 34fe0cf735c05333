// A state machine mails a customer, waits until Google has taken the mail, and goes another way when it never will.
// Order → mail to the customer → done; or, if there is no such address, → mail to sales@your-domain.com.
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import {
	DefinitionBody,
	JsonPath,
	StateMachine,
} from "aws-cdk-lib/aws-stepfunctions";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailTask, TASK_ERROR } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "StepFunctions");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "shop@your-domain.com",
	mailboxType: "workspace",
});
const order = JsonPath.stringAt("$.order");
const email = JsonPath.stringAt("$.email");

// What matters: a task that ends with its mail, and what to catch.
const tellCustomer = new MailTask(stack, "TellCustomer", {
	sender: mail,
	message: {
		to: email,
		subject: JsonPath.format("Order {} is on its way", order),
		text: "It will be with you tomorrow.",
	},
	waitForOutcome: true,
	resultPath: "$.mail",
});
const askSales = new MailTask(stack, "AskSales", {
	sender: mail,
	message: {
		to: "sales@your-domain.com",
		subject: JsonPath.format("Order {}: please call the customer", order),
		text: JsonPath.format("There is no mailbox {}.", email),
	},
});
tellCustomer.addCatch(askSales, {
	errors: [TASK_ERROR["bad-recipient"]],
	resultPath: "$.error",
});

const machine = new StateMachine(stack, "ShipOrder", {
	definitionBody: DefinitionBody.fromChainable(tellCustomer),
});
new CfnOutput(stack, "StateMachine", { value: machine.stateMachineArn });
app.synth();
