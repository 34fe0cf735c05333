import { CfnParameter, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, test } from "vitest";
import type { MailRoute } from "../../core/event/route.ts";
import { MailSubscription } from "../../infra/producers/mail-subscription.ts";
import { newApp, sendingEnvironment, stackWith } from "../support/synth.ts";
import { TEMPLATES } from "../support/templates.ts";

const match = { source: "aws.codebuild" };
const to = "ann@example.com";
const routesOf = (stack: Stack) =>
	JSON.parse(String(sendingEnvironment(stack).ROUTES));

/** A route as somebody may write it who has no types. */
const written = (route: object) => route as MailRoute;

describe("a route", () => {
	test("reaches the function as it was written", () => {
		const route: MailRoute = {
			match: { source: ["aws.codebuild", "shop.*"], detailType: "x" },
			to: [to, "team@example.com"],
			cc: "boss@example.com",
			replyTo: "team@example.com",
			from: "Billing@example.com",
			subject: "[prod] {subject}",
			template: "order-shipped",
			priority: "high",
		};
		const { stack } = stackWith({
			routes: [route],
			defaultRoute: { to },
			templates: TEMPLATES,
			aliases: ["billing@example.com"],
		});
		expect(routesOf(stack)).toEqual([route]);
		expect(sendingEnvironment(stack).DEFAULT_ROUTE).toBe(`{"to":"${to}"}`);
	});

	test("may name what is known at the deployment only", () => {
		const { stack, sender } = stackWith();
		sender.addRoute({
			match: { topicArn: new Topic(stack, "Orders").topicArn },
			to: new CfnParameter(stack, "To").valueAsString,
		});
		expect(JSON.stringify(sendingEnvironment(stack).ROUTES)).toMatch(
			/topicArn.*"Ref":"Orders.*"Ref":"To"/,
		);
	});

	test.each([
		[
			{ match: { resource: ["a*", "arn:aws:sns:*:orders"] }, to },
			/match\.resource is arn:aws:sns:\*:orders, and would fit nothing; allowed: \* at the end alone/,
		],
		[{ match: { source: "*.shop" }, to }, /match\.source is \*\.shop/],
		[{ match, to: "ann" }, /to has "ann"; allowed: bare addresses/],
		[{ match, to: [] }, /to is an empty list/],
		[{ match, to: "Ann <ann@example.com>" }, /to has "Ann <ann@example.com>"/],
		[{ match, to, cc: 1 }, /cc has 1; allowed/],
		[{ match, to, replyTo: "x" }, /replyTo has "x"/],
		[
			{ match },
			/to is missing; allowed: one address or a list, or message: true/,
		],
		[
			{ match, message: true, to },
			/to would have no effect beside message: true/,
		],
		[{ match, to, message: "yes" }, /message is yes; allowed: true or false/],
		[{ to }, /match is missing/],
		[{ match: {}, to }, /match is empty, and would take every event/],
		[{ match: { source: [] }, to }, /match\.source is no text/],
		[{ match: { sourse: "x" }, to }, /match\.sourse is not a field of a route/],
		[
			{ match, to, subjekt: "x" },
			/subjekt is not a field of a route; allowed: match, to/,
		],
		[
			{ match, to, from: "bob@example.com" },
			/from is bob@example.com; allowed: the mailbox or one of the aliases, alerts@example.com/,
		],
		[{ match, to, subject: "a\nb" }, /subject is "a\\nb"; allowed: one line/],
		[
			{ match, to, template: "nothing" },
			/template is "nothing"; allowed: none, as the sender has no templates/,
		],
		[
			{ match, to, priority: "low" },
			/priority is low; allowed: high or normal/,
		],
		[
			{
				match,
				to: Array.from({ length: 101 }, (_, index) => `a${index}@example.com`),
			},
			/to and cc have 101 addresses; allowed: 100/,
		],
	])("%o is refused with a sentence", (route, sentence) => {
		expect(() => stackWith({ routes: [written(route)] })).toThrow(sentence);
	});

	test("is refused with all its faults at once, and those of the others", () => {
		expect(() =>
			stackWith({
				routes: [written({ match: {}, to: "x" }), written({ match, too: to })],
				defaultRoute: written({ match, to: "y" }),
			}),
		).toThrow(
			/routes\[0\]: match is empty[\s\S]*routes\[0\]: to has "x"[\s\S]*routes\[1\]: too is not[\s\S]*routes\[1\]: to is missing[\s\S]*defaultRoute: match is not a field[\s\S]*defaultRoute: to has "y"/,
		);
	});

	test("counts once when it is added twice", () => {
		const { stack, sender } = stackWith();
		sender.addRoute({ match, to });
		sender.addRoute({ to, match: { ...match } });
		expect(routesOf(stack)).toEqual([{ match, to }]);
	});

	test("is refused behind one that takes all its events", () => {
		const { sender } = stackWith({ routes: [{ match, to }] });
		expect(() => sender.addRoute({ match, to: "bob@example.com" })).toThrow(
			/another route has the same match \{"source":"aws.codebuild"\}/,
		);
	});
});

describe("the environment of the sending function", () => {
	const routes = (count: number): readonly MailRoute[] =>
		Array.from({ length: count }, (_, index) => ({
			match: { source: "aws.codebuild", detailType: `Kind of event ${index}` },
			to: "somebody-with-a-long-name@example.com",
		}));

	test("holds a good number of routes", () => {
		const { stack } = stackWith({ routes: routes(12) });
		expect(() => Template.fromStack(stack)).not.toThrow();
	});

	test("fails the synth when Lambda would refuse it, and says how long the routes are", () => {
		const app = newApp();
		stackWith({ routes: routes(40) }, { app });
		expect(() => app.synth()).toThrow(
			/environment would have about \d{4} bytes, of which the routes take 4\d{3}; Lambda takes 4096.*Shorten the routes/,
		);
	});

	test("counts what is known at the deployment only", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		for (let index = 0; index < 30; index += 1)
			sender.addRoute({
				match: { topicArn: new Topic(stack, `Orders${index}`).topicArn },
				message: true,
			});
		expect(() => app.synth()).toThrow(/environment would have about/);
	});
});

describe("the queue's policy", () => {
	test("fails the synth when SQS would refuse it", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		for (let index = 0; index < 20; index += 1)
			new Topic(stack, `Orders${index}`).addSubscription(
				new MailSubscription(sender, { rawMessageDelivery: true }),
			);
		expect(() => app.synth()).toThrow(/has 21 statements; SQS takes 20/);
	});

	const publishers = (stackName: string) => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app, stack: { stackName } });
		for (let index = 0; index < 16; index += 1)
			new Topic(stack, `Orders${index}`).addSubscription(
				new MailSubscription(sender, { rawMessageDelivery: true }),
			);
		return app;
	};

	test("counts ARNs as long as they get at the deployment", () => {
		expect(() => publishers("Team").synth()).not.toThrow();
		expect(() => publishers("T".repeat(80)).synth()).toThrow(
			/about 8\d{3} bytes; SQS takes 8192/,
		);
	});
});
