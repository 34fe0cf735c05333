import { Aws, Stack } from "aws-cdk-lib";
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
import { targetInput } from "local-aws";
import { describe, expect, test } from "vitest";
import { recognise } from "../../../core/event/recognise.ts";
import type { MailRoute } from "../../../core/event/route.ts";
import { routeFor } from "../../../core/event/routing.ts";
import type { ServiceEvent } from "../../../core/event/service-event.ts";
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

/** The one target of a rule that is not the sender's own. */
const targetOf = (stack: Stack, rule = /^Rule/) => {
	const rules = Template.fromStack(stack).findResources("AWS::Events::Rule");
	return Object.entries(rules).find(([id]) => rule.test(id))?.[1].Properties
		.Targets[0];
};

const STATE = EventField.fromPath("$.detail.state");
const EVENT = {
	version: "0",
	id: "7bf73129-1428-4cd3-a780-95db273d1602",
	"detail-type": "CodePipeline Pipeline Execution State Change",
	source: "aws.codepipeline",
	account: HOME.account,
	time: "2026-11-25T08:00:00Z",
	region: HOME.region,
	resources: ["arn:aws:codepipeline:eu-west-1:111111111111:shop"],
	detail: { pipeline: "shop" },
};

/** What the rule's target puts on the queue for an event, as EventBridge fills it in. */
function sentBy(stack: Stack, fields: object, rule?: RegExp): string {
	const { InputTemplate, InputPathsMap } = targetOf(
		stack,
		rule,
	).InputTransformer;
	return targetInput(
		{
			InputTransformer: {
				InputTemplate: deployed(InputTemplate),
				InputPathsMap,
			},
		},
		{ ...EVENT, ...fields },
		{ name: "r", arn: "arn:aws:events:eu-west-1:111111111111:rule/r" },
	);
}

const WORD = "5f3c2b1a-0000-4000-8000-1234567890ab";

/** What CloudFormation makes of the template: the last part of the stack's id is the word. */
function deployed(template: unknown): string {
	if (typeof template === "string") return template;
	const [, parts] = (template as { "Fn::Join": [string, unknown[]] })[
		"Fn::Join"
	];
	return parts
		.map((part) => {
			if (typeof part === "string") return part;
			expect(part).toEqual({
				"Fn::Select": [2, { "Fn::Split": ["/", { Ref: "AWS::StackId" }] }],
			});
			return WORD;
		})
		.join("");
}

function eventOf(body: string): ServiceEvent {
	const recognised = recognise(body, { digest: () => "" });
	if (recognised.kind !== "event") throw new Error(JSON.stringify(recognised));
	return recognised.event;
}

const routedTo = (body: string, routes: readonly MailRoute[]) =>
	routeFor(eventOf(body), routes, undefined, () => "")?.route.to;

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
				message: { ...ANN, template: "build", data: { state } },
			}),
		);
		expect(targetOf(stack).InputTransformer).toEqual({
			InputPathsMap: {
				id: "$.id",
				"detail-build-status": "$.detail.build-status",
			},
			InputTemplate:
				'{"id":<id>,"to":"ann@example.com","template":"build","data":{"state":<detail-build-status>}}',
		});
		expect(routesOf(stack)).toEqual([]);
	});

	test("keeps a value of the event in its field, whatever it holds", () => {
		const { stack, sender, rule } = senderAndRule();
		const name = EventField.fromPath("$.detail.name");
		rule.addTarget(
			new MailRuleTarget(sender, {
				message: { ...ANN, template: "hello", data: { name } },
			}),
		);
		const attack = 'x","to":"victim@evil.example","a":"\\';
		expect(JSON.parse(sentBy(stack, { detail: { name: attack } }))).toEqual({
			id: EVENT.id,
			...ANN,
			template: "hello",
			data: { name: attack },
		});
	});

	test.each([
		["a longer text", { subject: `It is ${STATE}`, text: "t" }],
		["a text within a list", { to: [`${STATE}@example.com`], text: "t" }],
		["a text of a template's data", { data: { text: `(${STATE})` } }],
		["a text after a reference", { text: `${Aws.ACCOUNT_ID}: ${STATE}` }],
		["quotes of a text", { text: `"${STATE}"` }],
		["a placeholder by hand", { text: "<aws.events.event.json>" }],
	])("refuses a value of the event within %s", (_where, fields) => {
		const { sender, rule } = senderAndRule();
		const message = { ...MESSAGE, ...fields };
		expect(() =>
			rule.addTarget(new MailRuleTarget(sender, { message })),
		).toThrow(
			/Cannot send this message by the rule Team\/Rule as ".+" has a value within a longer text.*template: .*route: /s,
		);
	});

	test("lets what AWS sets itself stand within a text", () => {
		const { stack, sender, rule } = senderAndRule();
		const id = `${EventField.eventId}/second`;
		rule.addTarget(new MailRuleTarget(sender, { message: { ...MESSAGE, id } }));
		expect(JSON.parse(sentBy(stack, {}))).toEqual({
			...MESSAGE,
			id: `${EVENT.id}/second`,
		});
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
		[{ source: ["a", "b"], detailType: ["c"] }, { source: ["a", "b"] }],
		[{ source: EventMatch.prefix("shop.") }, { source: "shop.*" }],
		[{ source: EventMatch.anythingBut("a"), detailType: ["b"] }, {}],
		[{ detail: { state: ["FAILED"] } }, {}],
	])("routes the events of its rule alone: %o", (eventPattern, match) => {
		const { stack, sender, rule } = senderAndRule({ eventPattern });
		rule.addTarget(new MailRuleTarget(sender, { route: ANN }));
		const resource = expect.stringMatching(/^mail-rule\/[\w-]{1,32}$/);
		expect(routesOf(stack)).toEqual([
			{ ...ANN, match: { ...match, resource } },
		]);
	});

	test("routes what a schedule sends", () => {
		const { stack, sender, rule } = senderAndRule({
			schedule: Schedule.cron({ hour: "8", minute: "0" }),
		});
		rule.addTarget(new MailRuleTarget(sender, { route: ANN }));
		expect(routesOf(stack)).toMatchObject([
			{ match: { source: "aws.events" } },
		]);
	});

	test("routes each of two rules that differ by detail alone to its own people", () => {
		const { stack, sender, rule } = senderAndRule({
			eventPattern: { source: [EVENT.source], detail: { pipeline: ["shop"] } },
		});
		const payroll = new Rule(stack, "RulePayroll", {
			eventPattern: {
				source: [EVENT.source],
				detailType: [EVENT["detail-type"]],
				detail: { pipeline: ["payroll"] },
			},
		});
		rule.addTarget(new MailRuleTarget(sender, { route: ANN }));
		const bob = { to: "bob@example.com" };
		payroll.addTarget(new MailRuleTarget(sender, { route: bob }));
		const toOf = (id: RegExp) =>
			routedTo(sentBy(stack, {}, id), routesOf(stack));
		expect(toOf(/^Rule[0-9A-F]{8}$/)).toBe("ann@example.com");
		expect(toOf(/^RulePayroll/)).toBe("bob@example.com");
	});

	test.each([[[]], [["arn:aws:s3:::a"]], [["arn:aws:s3:::a", "mail-rule/x"]]])(
		"hands the event on whole, with its own name behind the resources %o",
		(resources) => {
			const { stack, sender, rule } = senderAndRule();
			rule.addTarget(new MailRuleTarget(sender, { route: ANN }));
			const [route] = routesOf(stack);
			const body = sentBy(stack, { resources });
			expect(JSON.parse(body)).toEqual({
				...EVENT,
				resources: [resources, `${route.match.resource}/${WORD}`],
			});
			expect(eventOf(body).resources).toEqual([
				...resources.slice(0, 1),
				route.match.resource,
			]);
		},
	);

	test("leaves an event to the sender's own routes when it has none, and shows where it comes from", () => {
		const { stack, sender, rule } = senderAndRule();
		rule.addTarget(new MailRuleTarget(sender));
		expect(routesOf(stack)).toEqual([]);
		expect(sentBy(stack, {})).toContain(`/${WORD}"`);
	});

	test("takes a match of one's own instead", () => {
		const { stack, sender, rule } = senderAndRule({
			eventPattern: { detail: { state: ["FAILED"] } },
		});
		const route = { ...ANN, match: { source: "shop.orders" } };
		rule.addTarget(new MailRuleTarget(sender, { route }));
		expect(routesOf(stack)).toEqual([route]);
		expect(sentBy(stack, {})).toContain(`/${WORD}"`);
	});

	test.each([[{ message: MESSAGE, route: ANN }, /both message and route/]])(
		"refuses %o",
		(props, sentence) => {
			expect(() => new MailRuleTarget(senderAndRule().sender, props)).toThrow(
				sentence,
			);
		},
	);

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

	test("is let by the name of that role alone, which IAM's 64 characters hold", () => {
		const sending = (options: object) => {
			const { stack, sender } = importedInto(
				"222222222222",
				"eu-west-1",
				options,
			);
			const id = "WhenAnOrderOfTheShopCannotBeShipped";
			new Rule(stack, id, BUILDS).addTarget(
				new MailRuleTarget(sender, { message: MESSAGE }),
			);
			return stack;
		};
		const [role] = Object.values(
			Template.fromStack(sending({ allowsServices: true })).findResources(
				"AWS::IAM::Role",
			),
		);
		const { RoleName } = role?.Properties ?? {};
		expect(RoleName).toMatch(/^Team-.{1,45}-\w{8}-eu-west-1$/);
		expect(RoleName.length).toBeLessThanOrEqual(64);
		expect(() => sending({})).toThrow(
			new RegExp(
				`"ArnLike":\\{"aws:PrincipalArn":"arn:[^"]*:iam::222222222222:role/${RoleName}"\\}`,
			),
		);
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
		).toThrow(/only targets in its own region, here us-east-1/);
	});
});
