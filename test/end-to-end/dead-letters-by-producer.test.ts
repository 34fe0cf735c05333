import { AccountPrincipal } from "aws-cdk-lib/aws-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { BILLING, SHOP } from "../support/limits.ts";
import { mail } from "../support/mail.ts";
import { subscribePager } from "../support/pager.ts";
import { synthesizeApp } from "../support/synthesize-app.ts";

let stack: Harness;
let tidy: () => Promise<void>;
beforeAll(async () => {
	const app = await synthesizeApp((_team, sender) => {
		for (const [producer, roleId] of [
			["billing", BILLING],
			["shop", SHOP],
		] as const)
			sender.grantSend(new AccountPrincipal("111111111111"), {
				producer,
				roleId,
			});
	});
	tidy = app.tidy;
	stack = await Harness.start({ stacks: app.stacks });
});
afterAll(async () => {
	await stack?.stop();
	await tidy?.();
});

const refused = async (id: string, as?: string) => {
	const body = mail({ id, to: "reply-550-5.1.1@example.com" });
	await stack.send(body, {}, stack.sender.queueUrl, as);
	await stack.settle();
};

test("a producer whose messages fail all the time does not hide that another's does", async () => {
	const pager = await subscribePager(stack);
	const rang = () =>
		pager("ticket")
			.filter(({ state }) => state === "ALARM")
			.map(({ alarm }) => alarm);
	for (let minute = 0; minute < 9; minute += 3) {
		await refused(`billing-${minute}`, BILLING);
		await stack.pass(3);
	}
	expect(rang()).toEqual(["dead-lettered-billing"]);
	await refused("shop", SHOP);
	await refused("billing-last", BILLING);
	await stack.pass(1);
	await refused("nobody");
	await stack.pass(1);
	expect(rang()).toEqual([
		"dead-lettered-billing",
		"dead-lettered-shop",
		"dead-lettered",
	]);
});
