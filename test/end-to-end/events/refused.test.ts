import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bodyOf, jsonOf } from "../../support/events.ts";
import type { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";
import { CLOUD, startWithRoutes } from "../../support/routes.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await startWithRoutes({ defaultRoute: { to: CLOUD } });
});
afterAll(() => stack.stop());

const without = (name: string, field: string) => {
	const { [field]: _gone, ...rest } = jsonOf(name);
	return rest;
};

const MALFORMED: readonly (readonly [string, object | string, string])[] = [
	["without its account", without("custom-source", "account"), "/account"],
	["without its time", without("guardduty", "time"), "/time"],
	[
		"of S3 that is no record",
		{ Records: [{ eventSource: "aws:s3" }] },
		"/Records/0/eventVersion",
	],
	[
		"that wants a subscription confirmed",
		bodyOf("sns-subscription-confirmation"),
		"/Type",
	],
	[
		"that is nested too deep",
		{
			...jsonOf("custom-source"),
			detail: JSON.parse(`${'{"a":'.repeat(70)}1${"}".repeat(70)}`),
		},
		"",
	],
];

describe("an event", () => {
	test.each(MALFORMED)(
		"%s is a bad message that says where",
		async (_what, body, pointer) => {
			const before = stack.deadLetters().length;
			await stack.send(typeof body === "string" ? body : JSON.stringify(body));
			await stack.settle();
			expect(stack.deadLetters().slice(before)).toMatchObject([
				{
					facts: {
						cause: "bad-message",
						problems: expect.arrayContaining([
							expect.objectContaining({ pointer }),
						]),
					},
				},
			]);
			expect(stack.accepted).toEqual([]);
		},
	);
});

describe("a notification", () => {
	test("whose JSON only looks like an event is mailed, and says that its origin is not verified", async () => {
		const dead = stack.deadLetters().length;
		const before = stack.accepted.length;
		const wrong = JSON.stringify({
			...jsonOf("alarm-raw"),
			NewStateValue: "X",
		});
		await stack.send(
			JSON.stringify({
				...jsonOf("alarm-sns"),
				Message: wrong,
				MessageId: "wrong-state",
			}),
		);
		await stack.send(bodyOf("codecommit-trigger-sns"));
		await stack.settle();
		expect(stack.deadLetters()).toHaveLength(dead);
		expect(stack.accepted).toHaveLength(before + 2);
		const mails = stack.local.inbox.store.list().slice(0, 2);
		for (const { email } of mails)
			expect(email.text).toContain("The origin of this event is not verified");
	});
});

const VICTIM = "victim@example.com";
const WANTED = {
	to: VICTIM,
	cc: [VICTIM],
	bcc: { address: VICTIM },
	from: { name: "Boss", address: VICTIM },
	replyTo: VICTIM,
	headers: { Bcc: VICTIM, "X-Forged": "yes" },
	subject: `Hi\r\nBcc: ${VICTIM}`,
	text: "Click here",
	message: true,
	route: { to: VICTIM },
	recipients: [VICTIM],
};

const FORGED: readonly (readonly [string, () => object])[] = [
	["beside an event's", () => ({ ...WANTED, ...jsonOf("custom-source") })],
	[
		"in an event's detail",
		() => ({ ...jsonOf("custom-source"), detail: WANTED }),
	],
	[
		"in an event's names",
		() => ({
			...jsonOf("custom-source"),
			"detail-type": `x ${VICTIM}`,
			resources: [`mailto:${VICTIM}`],
		}),
	],
	[
		"beside an envelope's",
		() => ({ ...WANTED, ...jsonOf("sns-text"), Subject: WANTED.subject }),
	],
	[
		"in an envelope's message",
		() => ({ ...jsonOf("sns-json"), Message: JSON.stringify(mail(WANTED)) }),
	],
	[
		"in an alarm's description",
		() => ({
			...WANTED,
			...jsonOf("alarm-raw"),
			AlarmDescription: `Bcc: ${VICTIM}\r\n\r\n${VICTIM}`,
		}),
	],
	[
		"in an object's name",
		() => {
			const put = jsonOf("s3-put");
			put.Records[0].s3.object.key = `a%0D%0ABcc:%20${VICTIM}`;
			return { ...WANTED, ...put };
		},
	],
	[
		"in what a function answered",
		() => ({
			...WANTED,
			...jsonOf("lambda-destination-failure"),
			responsePayload: WANTED,
		}),
	],
];

describe("recipients that somebody puts", () => {
	test.each(FORGED)("%s get nothing", async (_where, body) => {
		const before = stack.accepted.length;
		await stack.send({ ...body(), ...uniqueIn(body()) });
		await stack.settle();
		const mails = stack.accepted.slice(before);
		expect(mails.map(({ from, recipients }) => [from, recipients])).toEqual([
			[stack.sender.mailbox, [CLOUD]],
		]);
		const { email } = stack.local.inbox.store.list()[0] ?? {};
		expect(email?.to).toMatchObject([{ address: CLOUD }]);
		expect([email?.cc, email?.bcc, email?.replyTo]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect(email?.headers.map(({ key }) => key)).not.toContain("x-forged");
	});

	test.each([
		["an envelope's", { Type: "Notification" }],
		["an event's", { source: "acme", detail: {} }],
		["S3's", { Records: [] }],
		["an alarm's", { AlarmName: "a", NewStateValue: "ALARM" }],
	])("into a message with %s marks get nothing", async (_whose, marks) => {
		const before = stack.accepted.length;
		await stack.send(mail({ to: VICTIM, ...marks }));
		await stack.settle();
		expect(stack.accepted).toHaveLength(before);
		expect(stack.deadLetters().at(-1)?.facts).toMatchObject({
			cause: "bad-message",
		});
	});
});

/** Another key, so that no event is taken for one that was sent before. */
function uniqueIn(body: object): object {
	const id = crypto.randomUUID();
	if ("detail-type" in body) return { id };
	return "MessageId" in body ? { MessageId: id } : {};
}
