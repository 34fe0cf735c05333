import { Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import {
	EventBus,
	EventField,
	Match as EventMatch,
	Rule,
	type RuleProps,
	Schedule,
} from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../../infra/constructs/gmail-sender.ts";
import { MailRuleTarget } from "../../../infra/producers/mail-rule-target.ts";
import {
	HOME,
	keyStatements,
	newApp,
	queueStatements,
	sendingEnvironment,
	stackWith,
} from "../../support/synth.ts";

const ANN = { to: "ann@example.com" };
const MESSAGE = { ...ANN, subject: "Build", text: "done" };
const BUILDS = { eventPattern: { source: ["aws.codebuild"] } };

function senderAndRule(props: RuleProps = BUILDS) {
	const { stack, sender } = stackWith({}, { stack: { env: HOME } });
	return { stack, sender, rule: new Rule(stack, "Rule", props) };
}

const routesOf = (stack: Stack) =>
	JSON.parse(String(sendingEnvironment(stack).ROUTES));

/** The one target of the one rule that is not the sender's own. */
const targetOf = (stack: Stack) => {
	const rules = Template.fromStack(stack).findResources("AWS::Events::Rule");
	return Object.entries(rules).find(([id]) => /^Rule/.test(id))?.[1].Properties
		.Targets[0];
};

describe("MailRuleTarget", () => {
	test("lets exactly that rule send, by one statement", () => {
		const { stack, sender, rule } = senderAndRule();
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		expect(queueStatements(stack)).toEqual([
			{
				Sid: expect.stringMatching(/^Rule[0-9a-f]{8}$/),
				Effect: "Allow",
				Principal: { Service: "events.amazonaws.com" },
				Action: "sqs:SendMessage",
				Resource: expect.anything(),
				Condition: {
					ArnEquals: {
						"aws:SourceArn": stack.resolve(rule.ruleArn),
					},
				},
			},
		]);
	});

	test("names the rule, not its account, for a queue with a customer's key", () => {
		const { stack, rule } = senderAndRule();
		const sender = new GmailSender(stack, "Encrypted", {
			mailbox: "other@example.com",
			mailboxType: "workspace",
			encryptionKey: new Key(stack, "Key"),
		});
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		expect(queueStatements(stack)).toMatchObject([
			{ Condition: { ArnEquals: { "aws:SourceArn": expect.anything() } } },
		]);
		expect(keyStatements(stack)).toContainEqual(
			expect.objectContaining({
				Sid: "MailOfEvents",
				Action: ["kms:Decrypt", "kms:GenerateDataKey"],
			}),
		);
	});

	test("sends a message with fields of the event, known by the event's id", () => {
		const { stack, sender, rule } = senderAndRule();
		const state = EventField.fromPath("$.detail.build-status");
		rule.addTarget(
			new MailRuleTarget(sender, {
				message: { ...ANN, subject: `It is ${state}`, text: state },
			}),
		);
		expect(targetOf(stack).InputTransformer).toEqual({
			InputPathsMap: {
				id: "$.id",
				"detail-build-status": "$.detail.build-status",
			},
			InputTemplate:
				'{"id":<id>,"to":"ann@example.com","subject":"It is <detail-build-status>","text":<detail-build-status>}',
		});
		expect(routesOf(stack)).toEqual([]);
	});

	test("leaves an id of one's own", () => {
		const { stack, sender, rule } = senderAndRule();
		rule.addTarget(
			new MailRuleTarget(sender, { message: { id: "one", ...MESSAGE } }),
		);
		expect(JSON.parse(targetOf(stack).Input)).toEqual({
			id: "one",
			...MESSAGE,
		});
	});

	test.each([
		[{ source: ["aws.codebuild"] }, { source: "aws.codebuild" }],
		[
			{ source: ["a", "b"], detailType: ["c"] },
			{ source: ["a", "b"], detailType: "c" },
		],
		[{ source: EventMatch.prefix("shop.") }, { source: "shop.*" }],
	])(
		"routes the whole event as its rule's pattern %o tells",
		(eventPattern, match) => {
			const { stack, sender, rule } = senderAndRule({ eventPattern });
			rule.addTarget(new MailRuleTarget(sender, { route: ANN }));
			expect(routesOf(stack)).toEqual([{ ...ANN, match }]);
			expect(targetOf(stack)).not.toHaveProperty("InputTransformer");
		},
	);

	test("routes what a schedule sends", () => {
		const { stack, sender, rule } = senderAndRule({
			schedule: Schedule.cron({ hour: "8", minute: "0" }),
		});
		rule.addTarget(new MailRuleTarget(sender, { route: ANN }));
		expect(routesOf(stack)).toMatchObject([
			{ match: { source: "aws.events", detailType: "Scheduled Event" } },
		]);
	});

	test.each([
		{ detail: { state: ["FAILED"] } },
		{ source: EventMatch.anythingBut("aws.codebuild") },
		{ source: ["a"], detailType: EventMatch.suffix("Change") },
	])("asks for a match where the pattern %o does not tell", (eventPattern) => {
		const { sender, rule } = senderAndRule({ eventPattern });
		expect(() =>
			rule.addTarget(new MailRuleTarget(sender, { route: ANN })),
		).toThrow(/Cannot tell from the pattern.*route: \{ match:/);
	});

	test("takes a match of one's own instead", () => {
		const { stack, sender, rule } = senderAndRule({
			eventPattern: { detail: { state: ["FAILED"] } },
		});
		const route = { ...ANN, match: { source: "shop.orders" } };
		rule.addTarget(new MailRuleTarget(sender, { route }));
		expect(routesOf(stack)).toEqual([route]);
	});

	test.each([
		[{}, /neither message nor route/],
		[{ message: MESSAGE, route: ANN }, /both message and route/],
	])("refuses %o", (props, sentence) => {
		expect(() => new MailRuleTarget(senderAndRule().sender, props)).toThrow(
			sentence,
		);
	});

	test("passes retries and dead-letter queue on", () => {
		const { stack, sender, rule } = senderAndRule();
		rule.addTarget(
			new MailRuleTarget(sender, {
				message: MESSAGE,
				retryAttempts: 3,
				deadLetterQueue: sender.deadLetterQueue,
			}),
		);
		expect(targetOf(stack)).toMatchObject({
			RetryPolicy: { MaximumRetryAttempts: 3 },
			DeadLetterConfig: { Arn: expect.anything() },
		});
	});

	test("works for a rule of another stack, which is named so that the stacks make no circle", () => {
		const { stack, sender } = stackWith({}, { stack: { env: HOME } });
		const team = new Stack(stack.node.root, "Orders", { env: HOME });
		const rule = new Rule(team, "Rule", BUILDS);
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		const [{ Properties } = { Properties: {} }] = Object.values(
			Template.fromStack(team).findResources("AWS::Events::Rule"),
		);
		expect(Properties.Name).toMatch(/^Orders-?Rule/);
		expect(queueStatements(stack)).toMatchObject([
			{
				Condition: {
					ArnEquals: {
						"aws:SourceArn": `arn:aws:events:eu-west-1:${HOME.account}:rule/${Properties.Name}`,
					},
				},
			},
		]);
		expect(stack.dependencies).toEqual([]);
	});

	test("works for a rule of another stack's own bus, without a circle", () => {
		const { stack, sender } = stackWith({}, { stack: { env: HOME } });
		const team = new Stack(stack.node.root, "Orders", { env: HOME });
		const rule = new Rule(team, "Rule", {
			...BUILDS,
			ruleName: "builds",
			eventBus: new EventBus(team, "Bus"),
		});
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		expect(queueStatements(stack)).toMatchObject([
			{
				Condition: {
					ArnLike: {
						"aws:SourceArn": `arn:aws:events:eu-west-1:${HOME.account}:rule/*/builds`,
					},
				},
			},
		]);
		expect(stack.dependencies).toEqual([]);
	});

	test("names a rule of a bus of one's own with its bus", () => {
		const { stack, sender } = stackWith({}, { stack: { env: HOME } });
		const rule = new Rule(stack, "Rule", {
			...BUILDS,
			ruleName: "builds",
			eventBus: EventBus.fromEventBusName(stack, "Bus", "shop"),
		});
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		expect(JSON.stringify(queueStatements(stack))).toContain(
			`:rule/shop/builds"`,
		);
	});
});

describe("MailRuleTarget of a sender of another stack", () => {
	function importedInto(account: string, region = "eu-west-1", options = {}) {
		const stack = new Stack(newApp(), "Team", { env: { account, region } });
		const sender = GmailSender.fromQueueArn(
			stack,
			"Mail",
			`arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
			options,
		);
		return { stack, sender, rule: new Rule(stack, "Rule", BUILDS) };
	}

	test("sends in its own account without a role", () => {
		const { stack, sender, rule } = importedInto(HOME.account, "eu-west-1", {
			allowsServices: true,
		});
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		expect(targetOf(stack)).toMatchObject({
			Arn: `arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
		});
		expect(targetOf(stack)).not.toHaveProperty("RoleArn");
	});

	test("sends into another account by a role that may do nothing else", () => {
		const { stack, sender, rule } = importedInto("222222222222", "eu-west-1", {
			allowsServices: true,
			encryptionKeyArn: `arn:aws:kms:eu-west-1:${HOME.account}:key/1234abcd`,
		});
		rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE }));
		expect(targetOf(stack)).toMatchObject({
			Arn: `arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
			RoleArn: expect.anything(),
		});
		const template = Template.fromStack(stack);
		template.resourceCountIs("AWS::Events::EventBusPolicy", 0);
		template.hasResourceProperties("AWS::IAM::Role", {
			AssumeRolePolicyDocument: {
				Statement: [
					Match.objectLike({
						Principal: { Service: "events.amazonaws.com" },
						Condition: {
							StringEquals: { "aws:SourceAccount": "222222222222" },
						},
					}),
				],
			},
		});
		template.hasResourceProperties("AWS::IAM::Policy", {
			PolicyDocument: {
				Statement: [
					{
						Effect: "Allow",
						Action: "sqs:SendMessage",
						Resource: `arn:aws:sqs:eu-west-1:${HOME.account}:mail`,
					},
					{
						Effect: "Allow",
						Action: ["kms:Decrypt", "kms:GenerateDataKey"],
						Resource: `arn:aws:kms:eu-west-1:${HOME.account}:key/1234abcd`,
					},
				],
			},
		});
	});

	test("asks for the right of its account's principals there", () => {
		const { sender, rule } = importedInto("222222222222");
		expect(() =>
			rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE })),
		).toThrow(/"Principal":\{"AWS":"arn:aws:iam::222222222222:root"\}/);
	});

	test("refuses a queue of another region", () => {
		const { sender, rule } = importedInto(HOME.account, "us-east-1");
		expect(() =>
			rule.addTarget(new MailRuleTarget(sender, { message: MESSAGE })),
		).toThrow(/targets of its own region alone, here us-east-1/);
	});
});
