import { afterAll, beforeAll, expect, test } from "vitest";
import { discard } from "../../ops/commands/discard.ts";
import { redrive } from "../../ops/commands/redrive.ts";
import { discardDeadLetters } from "../../ops/dead-letters/discard.ts";
import { closeTarget } from "../../ops/sender/target.ts";
import { failOnce } from "../support/dead-letters.ts";
import { Harness } from "../support/harness.ts";
import { killAfter } from "../support/killed.ts";
import { mail } from "../support/mail.ts";
import { runOps, targetOf, testIo } from "../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());

const run = (args: readonly string[], answers?: readonly string[]) =>
	runOps(stack, discard, args, answers);
const REASON = ["--reason", "told by phone"];

test("discard keeps who and why in the message's row, and takes it out of the counts", async () => {
	await failOnce(stack, "gone");
	expect(await run(["--id", "gone", ...REASON], ["mail"])).toMatchObject({
		code: 0,
		out: "Discarded 1 (bad-recipient).\n".replace("(", "(1 "),
	});
	const row = await stack.row("gone");
	expect(row).toMatchObject({
		state: "FAILED",
		discarded: {
			who: "ann",
			reason: "told by phone",
			at: expect.stringMatching(/^\d{4}-/),
		},
	});
	expect(row).not.toHaveProperty("deadCause");
	expect(row).not.toHaveProperty("deadAt");
	expect(stack.deadLetters()).toEqual([]);
});

test("a later message of a discarded id is treated as after any failure", async () => {
	await stack.send(mail({ id: "gone", to: "right@example.com" }));
	await stack.settle();
	expect(await stack.row("gone")).toMatchObject({ state: "SENT" });
	expect(stack.acceptedBy()["right@example.com"]).toBe(1);
});

test("discard of an unreadable message keeps its row, without counting it", async () => {
	const id = await stack.send("no JSON");
	await stack.settle();
	expect(
		await run(["--cause", "bad-message", "--yes", ...REASON]),
	).toMatchObject({ code: 0 });
	const rows = await stack.rows();
	expect(rows.find(({ pk }) => pk === `dead#${id}`)).toMatchObject({
		discarded: { reason: "told by phone" },
		facts: { cause: "bad-message" },
	});
	expect(rows.filter(({ deadCause }) => deadCause !== undefined)).toEqual([]);
	expect(stack.deadLetters()).toEqual([]);
});

test("discard says what it would do and refuses without --yes where nobody can be asked", async () => {
	await failOnce(stack, "kept");
	expect(await run(["--id", "kept", ...REASON])).toMatchObject({
		code: 2,
		out: "",
		err: expect.stringMatching(/^Would discard 1 .*Add --yes/s),
	});
	expect(stack.deadLetters()).toHaveLength(1);
	expect(await stack.row("kept")).not.toHaveProperty("discarded");
});

test.each([
	[["--id", "kept"], /Cannot discard without a reason/],
	[REASON, /Cannot tell what to discard/],
])("discard %j says what is missing", async (args, sentence) => {
	const { code, err } = await run(args);
	expect(code).toBe(2);
	expect(err).toMatch(sentence);
});

test("a discard killed after any of its calls is on record before the copy is gone, and the next run ends it", async () => {
	for (let killAt = 1; ; killAt += 1) {
		const key = `kill-${killAt}`;
		await failOnce(stack, key);
		const target = await targetOf(stack);
		let killed = false;
		killAfter(target, killAt);
		await discardDeadLetters(
			target,
			{ filter: { id: key }, by: { who: "ann", reason: "test" } },
			testIo().io,
		).catch(() => {
			killed = true;
		});
		closeTarget(target);
		await stack.pass(3);
		if (killed) {
			// A redrive of everything does not send what was discarded.
			const onRecord = (await stack.row(key))?.discarded !== undefined;
			if (onRecord) await runOps(stack, redrive, ["--yes"]);
			await stack.settle();
			expect(stack.acceptedBy()[`${key}@example.com`]).toBeUndefined();
			await run(["--id", key, "--yes", ...REASON]);
		}
		expect(await stack.row(key)).toMatchObject({ discarded: { who: "ann" } });
		expect(stack.deadLetters().map(({ facts }) => facts.key)).not.toContain(
			key,
		);
		if (!killed) break;
		expect(killAt).toBeLessThan(20);
	}
});
