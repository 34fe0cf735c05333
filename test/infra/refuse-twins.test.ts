import { Stack, Stage } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { newApp } from "../support/synth.ts";

const EU = { account: "111111111111", region: "eu-west-1" };
const US = { account: "111111111111", region: "us-east-1" };
const OTHER = { account: "222222222222", region: "eu-west-1" };

const NAME = /B\/Mail as its name is mail, which A\/Mail has .*another name/;
const MAILBOX =
	/B\/Mail as its mailbox is a@example\.com, which A\/Mail has .*grantSend/;

interface One {
	readonly name?: string;
	readonly mailbox?: string;
	readonly env?: { readonly account: string; readonly region: string };
}

function create(
	scope: Construct,
	id: string,
	{ name = "mail", mailbox = "a@example.com", env }: One,
) {
	const stack = new Stack(scope, id, env === undefined ? {} : { env });
	return new GmailSender(stack, "Mail", {
		name,
		mailbox,
		mailboxType: "workspace",
	});
}

function synthOf(one: One, two: One) {
	const app = newApp();
	create(app, "A", one);
	create(app, "B", two);
	return () => app.synth();
}

describe("two senders of an app in the same account and region", () => {
	test.each<[string, One, One, RegExp]>([
		["name", {}, { mailbox: "b@example.com" }, NAME],
		["mailbox", {}, { name: "other" }, MAILBOX],
		[
			"mailbox in other letters",
			{},
			{ name: "other", mailbox: "A@Example.com" },
			MAILBOX,
		],
		["name and place", { env: EU }, { env: EU }, NAME],
	])("are refused with the same %s", (_what, one, two, sentence) => {
		expect(synthOf(one, two)).toThrow(sentence);
	});

	test("are fine with names and mailboxes of their own", () => {
		expect(
			synthOf({}, { name: "other", mailbox: "b@example.com" }),
		).not.toThrow();
	});
});

test.each([
	["region", US],
	["account", OTHER],
])("the same name and mailbox in another %s is fine", (_what, env) => {
	expect(synthOf({ env: EU }, { env })).not.toThrow();
});

test("stages of an app that name no account are taken for different places", () => {
	const app = newApp();
	create(new Stage(app, "Dev"), "A", {});
	create(new Stage(app, "Prod"), "B", {});
	expect(() => app.synth()).not.toThrow();
});
