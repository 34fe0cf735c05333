import { describe, expect, test } from "vitest";
import { statementsOfRole, workingFunction } from "../support/granted.ts";
import { productSources } from "../support/source-tree.ts";
import { resourceName, statementsOf } from "../support/statements.ts";
import { stackWith, templateWith } from "../support/synth.ts";

/** A call of AWS's, the right it needs, and the nearest one that nobody may have. */
type Call = readonly [
	command: string,
	right: string,
	on: RegExp,
	denied: readonly [right: string, on: RegExp],
];

/** Of both functions. */
const STATE: readonly Call[] = [
	[
		"GetItem",
		"dynamodb:GetItem",
		/^MailState$/,
		["dynamodb:Scan", /MailState/],
	],
	[
		"PutItem",
		"dynamodb:PutItem",
		/^MailState$/,
		["dynamodb:DeleteItem", /MailState/],
	],
	[
		"GetSecretValue",
		"secretsmanager:GetSecretValue",
		/^MailCredential$/,
		["secretsmanager:PutSecretValue", /MailCredential/],
	],
];

const SENDING: readonly Call[] = [
	...STATE,
	[
		"ChangeMessageVisibilityBatch",
		"sqs:ChangeMessageVisibility",
		/^MailQueue$/,
		["sqs:ChangeMessageVisibility", /DeadLetters/],
	],
	[
		"SendMessage",
		"sqs:SendMessage",
		/^MailQueueDeadLetters$/,
		["sqs:SendMessage", /^MailQueue$/],
	],
	[
		"GetObject",
		"s3:GetObject",
		/^MailPayloads\/\*$/,
		["s3:DeleteObject", /MailPayloads/],
	],
	[
		"PutEvents",
		"events:PutEvents",
		/event-bus\/default$/,
		["events:PutRule", /./],
	],
];

/** By a state machine that waits for the outcome alone. */
const BY_TASKS = ["SendTaskSuccess", "SendTaskFailure"];

const BREAKER: readonly Call[] = [
	...STATE,
	[
		"GetEventSourceMapping",
		"lambda:GetEventSourceMapping",
		/MailSendingMapping$/,
		["lambda:DeleteEventSourceMapping", /./],
	],
	[
		"UpdateEventSourceMapping",
		"lambda:UpdateEventSourceMapping",
		/MailSendingMapping$/,
		["lambda:InvokeFunction", /./],
	],
	[
		"GetQueueAttributes",
		"sqs:GetQueueAttributes",
		/^MailQueue$/,
		["sqs:ReceiveMessage", /./],
	],
	[
		"Query",
		"dynamodb:Query",
		/^MailState\/index\/dead-letters$/,
		["dynamodb:Query", /^MailState$/],
	],
];

const PRODUCER: readonly Call[] = [
	[
		"SendMessageBatch",
		"sqs:SendMessage",
		/^MailQueue$/,
		["sqs:SendMessage", /DeadLetters/],
	],
	[
		"PutObject",
		"s3:PutObject",
		/^MailPayloads\/messages\/\*$/,
		["s3:GetObject", /MailPayloads/],
	],
	[
		"GetItem",
		"dynamodb:GetItem",
		/^MailState$/,
		["dynamodb:PutItem", /MailState/],
	],
	[
		"CreateSchedule",
		"scheduler:CreateSchedule",
		/:scheduler::schedule\/.*\/\*$/,
		["scheduler:DeleteSchedule", /./],
	],
	[
		"GetSchedule",
		"scheduler:GetSchedule",
		/:scheduler::schedule\/.*\/\*$/,
		["scheduler:ListSchedules", /./],
	],
];

interface Right {
	readonly actions: readonly string[];
	readonly on: readonly string[];
}

const template = templateWith();
const rightsOfFunction = (role: "sending" | "breaker"): readonly Right[] =>
	statementsOf(template, role).map((text) => {
		const [, actions = "", on = ""] = /^\S+: (.*) on (.*)$/.exec(text) ?? [];
		return { actions: actions.split(" "), on: on.split(" ") };
	});
function rightsOfProducer(): readonly Right[] {
	const { stack, sender } = stackWith();
	const { fn } = workingFunction(stack);
	const options = { outcomes: true, schedule: true, largeMessages: true };
	sender.connect(fn, { producer: "billing", ...options });
	return statementsOfRole(stack, fn.role as never).map(
		({ Action, Resource }) => ({
			actions: [Action].flat(),
			on: [Resource].flat().map(resourceName),
		}),
	);
}

const ROLES = [
	["the sending function", SENDING, rightsOfFunction("sending")],
	["the breaker function", BREAKER, rightsOfFunction("breaker")],
	["a connected producer", PRODUCER, rightsOfProducer()],
] as const;

const allows = (rights: readonly Right[], action: string, on: RegExp) =>
	rights.some(
		(right) =>
			right.actions.includes(action) && right.on.some((one) => on.test(one)),
	);

describe.each(ROLES)("%s", (_who, calls, rights) => {
	test.each(calls)("may call %s: %s on %s", (_command, right, on, denied) => {
		expect(allows(rights, right, on)).toBe(true);
		expect(allows(rights, ...denied)).toBe(false);
	});

	test("has no wildcard in an action", () => {
		expect(rights.flatMap(({ actions }) => actions).join()).not.toContain("*");
	});
});

test("every call in the functions and the publisher library is one of these", () => {
	const called = productSources
		.filter(({ path }) => /^(functions|publisher)\//.test(path))
		.flatMap(({ text }) => [...text.matchAll(/new (\w+)Command\(/g)])
		.map(([, command]) => command);
	const known = ROLES.flatMap(([, calls]) => calls.map(([command]) => command));
	expect(new Set(called)).toEqual(new Set([...known, ...BY_TASKS]));
});
