import { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { GmailSenderStack } from "../../infra/gmail-sender-stack.ts";
import {
	HOME,
	newApp,
	queueStatements,
	sendingEnvironment,
} from "../support/synth.ts";

test("a stack made of senders.json has its producers and routes", () => {
	const stack = new GmailSenderStack(
		newApp(),
		"GmailSender-mail",
		{
			name: "mail",
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			alarmEmail: "oncall@example.com",
			allowProducers: ["account:222222222222"],
			routes: [{ match: { source: "aws.ec2" }, to: "ann@example.com" }],
			defaultRoute: { to: "team@example.com" },
		},
		{ env: HOME },
	);
	expect(queueStatements(stack)).toHaveLength(3);
	expect(sendingEnvironment(stack)).toMatchObject({
		ROUTES: '[{"match":{"source":"aws.ec2"},"to":"ann@example.com"}]',
		DEFAULT_ROUTE: '{"to":"team@example.com"}',
	});
	Template.fromStack(stack).hasOutput("QueueArn", {});
});
