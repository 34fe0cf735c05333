import { afterAll, beforeAll, expect, test } from "vitest";
import { discard } from "../../ops/commands/discard.ts";
import { redrive } from "../../ops/commands/redrive.ts";
import { show } from "../../ops/commands/show.ts";
import type { Harness } from "../support/harness.ts";
import { BILLING, startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";
import { runOps, typeOps } from "../support/ops.ts";
import { pasted } from "../support/pasted.ts";

const NAMELESS = "AROANAMELESS";
const ID = "in'voice $(id) !1";
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
		await stack.send(mail({ id: ID, to }), {}, undefined, who);
		await stack.settle();
	}
});
afterAll(() => stack.stop());

const stateOf = async (row: string) =>
	(await stack.rows()).find(({ pk }) => pk === row)?.state;

test.each([
	["show", () => runOps(stack, show, [ID])],
	["redrive", () => runOps(stack, redrive, ["--id", ID, "--yes"])],
	[
		"discard",
		() => runOps(stack, discard, ["--id", ID, "--reason", "x", "--yes"]),
	],
])("%s asks which of two producers' messages is meant", async (_name, run) => {
	const { code, err } = await run();
	expect(code).not.toBe(0);
	expect(err).toContain(`several producers have one with the id ${ID}`);
	const [, asked = ""] = err.split("type one of ");
	expect(
		pasted(`npm run ops -- ${asked.replace(/ \((\w+)\)/g, " $1")}`),
	).toEqual([
		[`of#billing#${ID}`, "billing,", `of#${NAMELESS}#${ID}`, NAMELESS],
	]);
	expect(await stateOf(`of#billing#${ID}`)).toBe("FAILED");
	expect(await stateOf(`of#${NAMELESS}#${ID}`)).toBe("FAILED");
});

test("each is found by its row, and redriven alone", async () => {
	const shown = await runOps(stack, show, [`of#${NAMELESS}#${ID}`]);
	expect(shown.out).toMatch(/^Producer +AROANAMELESS$/m);
	const { out } = await runOps(stack, show, [`of#billing#${ID}`]);
	const [next = ""] = /npm run ops -- .* --port \d+/.exec(out) ?? [];
	expect(await typeOps([...pasted(next).flat(), "--yes"])).toMatchObject({
		code: 0,
	});
	await stack.settle();
	expect(await stateOf(`of#billing#${ID}`)).toBe("SENT");
	expect(await stateOf(`of#${NAMELESS}#${ID}`)).toBe("FAILED");
	expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
});
