import { Annotations, App, type Environment, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { GmailSenderStack } from "./gmail-sender-stack.ts";
import { PLACEHOLDER, readSenders } from "./senders.ts";

const app = new App();

for (const entry of senders()) {
	const env: Environment = {
		...(entry.account === undefined ? {} : { account: entry.account }),
		...(entry.region === undefined ? {} : { region: entry.region }),
	};
	const stack = new GmailSenderStack(app, `GmailSender-${entry.name}`, entry, {
		env,
	});
	if (entry.mailbox === PLACEHOLDER) {
		Annotations.of(stack).addWarningV2(
			"sqs-gmail-sender:placeholder",
			"senders.json still names the example mailbox: put your own there before you deploy",
		);
	}
}
Validations.of(app).addPlugins(
	new AwsSolutionsChecks(app),
	new ServerlessChecks(app),
);
app.synth();

function senders() {
	try {
		return readSenders((key) => app.node.tryGetContext(key));
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	}
}
