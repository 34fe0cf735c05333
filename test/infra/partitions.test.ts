import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Rule } from "aws-cdk-lib/aws-events";
import { Code, Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, test } from "vitest";
import { Producers } from "../../infra/constructs/access/producers.ts";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { MailRuleTarget } from "../../infra/producers/mail-rule-target.ts";
import { MailSubscription } from "../../infra/producers/mail-subscription.ts";
import { manifestWith } from "../support/granted.ts";
import { newApp, stackWith } from "../support/synth.ts";

describe.each([
	["aws-us-gov", "us-gov-west-1"],
	["aws-cn", "cn-north-1"],
])("in the partition %s", (partition, region) => {
	const env = { account: "111111111111", region };

	test("the template names no resource of the usual one", () => {
		const { stack, sender } = stackWith(
			{ allowProducers: [Producers.account("222222222222")] },
			{ stack: { env } },
		);
		new Topic(stack, "Orders").addSubscription(new MailSubscription(sender));
		sender.grantSchedule(lambdaIn(stack));
		sender.connect(lambdaIn(stack, "Other"), { outcomes: true });
		expect(JSON.stringify(Template.fromStack(stack))).not.toMatch(/arn:aws:/);
	});

	test("what the owner of another account's sender is asked for is of it", () => {
		const stack = new Stack(newApp(), "Team", {
			env: { ...env, account: "222222222222" },
		});
		const queueArn = `arn:${partition}:sqs:${region}:111111111111:mail`;
		const sender = GmailSender.fromQueueArn(stack, "Mail", queueArn);
		const rule = new Rule(stack, "Builds", {
			eventPattern: { source: ["aws.codebuild"] },
		});
		const message = { to: "ann@example.com", subject: "s", text: "t" };
		expect(() =>
			rule.addTarget(new MailRuleTarget(sender, { message })),
		).toThrow(`arn:${partition}:iam::222222222222:root`);

		const known = GmailSender.fromManifest(
			stack,
			"Known",
			manifestWith({ queueArn }),
		);
		expect(() => known.connect(lambdaIn(stack), { outcomes: true })).toThrow(
			`arn:${partition}:iam::222222222222:root`,
		);
	});
});

function lambdaIn(stack: Stack, id = "Fn"): Lambda {
	return new Lambda(stack, id, {
		runtime: Runtime.NODEJS_22_X,
		handler: "index.handler",
		code: Code.fromInline("exports.handler = async () => {}"),
	});
}
