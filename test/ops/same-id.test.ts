import { afterAll, beforeAll, expect, test } from "vitest";
import { discard } from "../../ops/commands/discard.ts";
import { redrive } from "../../ops/commands/redrive.ts";
import { show } from "../../ops/commands/show.ts";
import type { Harness } from "../support/harness.ts";
import { BILLING, startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";
import { runOps } from "../support/ops.ts";

const NAMELESS = "AROANAMELESS";
let stack: Harness;
beforeAll(async () => {
	stack = await startWithLimits({ messages: 1000, recipients: 1000 });
	stack.gmail.faults.replace([
		{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 2 },
	]);
	for (const [who, to] of [
		[BILLING, "ann@example.com"],
		[NAMELESS, "bob@example.com"],
	] as const) {
		await stack.send(mail({ id: "invoice-1", to }), {}, undefined, who);
		await stack.settle();
	}
});
afterAll(() => stack.stop());

const stateOf = async (row: string) =>
	(await stack.rows()).find(({ pk }) => pk === row)?.state;

test.each([
	["show", () => runOps(stack, show, ["invoice-1"])],
	["redrive", () => runOps(stack, redrive, ["--id", "invoice-1", "--yes"])],
	[
		"discard",
		() =>
			runOps(stack, discard, ["--id", "invoice-1", "--reason", "x", "--yes"]),
	],
])("%s asks which of two producers' messages is meant", async (_name, run) => {
	const { code, err } = await run();
	expect(code).not.toBe(0);
	expect(err).toMatch(
		/several producers have one with the id invoice-1: type one of 'of#billing#invoice-1' \(billing\), 'of#AROANAMELESS#invoice-1' \(AROANAMELESS\)/,
	);
	expect(await stateOf("of#billing#invoice-1")).toBe("FAILED");
	expect(await stateOf("of#AROANAMELESS#invoice-1")).toBe("FAILED");
});

test("each is found by its row, and redriven alone", async () => {
	const shown = await runOps(stack, show, ["of#AROANAMELESS#invoice-1"]);
	expect(shown.out).toMatch(/^Producer +AROANAMELESS$/m);
	await runOps(stack, redrive, ["--id", "of#billing#invoice-1", "--yes"]);
	await stack.settle();
	expect(await stateOf("of#billing#invoice-1")).toBe("SENT");
	expect(await stateOf("of#AROANAMELESS#invoice-1")).toBe("FAILED");
	expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
});
