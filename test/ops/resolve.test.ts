import { afterAll, beforeAll, expect, test } from "vitest";
import { doubts } from "../../ops/commands/doubts.ts";
import { resolve } from "../../ops/commands/resolve.ts";
import { show } from "../../ops/commands/show.ts";
import { failInDoubt, failOnce } from "../support/dead-letters.ts";
import { Harness } from "../support/harness.ts";
import { runOps } from "../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start({ environment: { ON_AMBIGUOUS: "hold" } });
});
afterAll(() => stack.stop());

const listed = async () => (await runOps(stack, doubts, [])).out;
const run = (args: readonly string[], answers?: readonly string[]) =>
	runOps(stack, resolve, args, answers);

test("resolve sent puts it on record as sent and sends nothing", async () => {
	await failInDoubt(stack, "seen", {
		to: ["seen@example.com", "bob@example.com"],
	});
	expect(await run(["seen", "sent"], ["mail"])).toMatchObject({
		code: 0,
		out: "seen is on record as sent.\n",
	});
	const row = await stack.row("seen");
	expect(row).toMatchObject({
		state: "SENT",
		doubted: false,
		progress: { accepted: [0, 1] },
	});
	expect(row).not.toHaveProperty("deadCause");
	expect(stack.deadLetters()).toEqual([]);
	await stack.pass(5);
	expect(stack.acceptedBy()["seen@example.com"]).toBe(1);
	expect(await listed()).toMatch(
		/ {2}seen {2}\d+ {2}resolved by ann: it was sent$/m,
	);
});

test("resolve sent, cut off before the copy was deleted, is ended by the next run", async () => {
	await failInDoubt(stack, "cut");
	const copy = stack.local.aws.services.queues.store
		.getQueueByArn(stack.sender.deadLetterQueueArn)
		?.messages.at(0);
	await run(["cut", "sent", "--yes"]);
	if (copy === undefined) throw new Error("no copy");
	stack.local.aws.services.queues.store
		.getQueueByArn(stack.sender.deadLetterQueueArn)
		?.enqueue(copy);
	expect(await run(["cut", "sent", "--yes"])).toMatchObject({ code: 0 });
	expect(stack.deadLetters()).toEqual([]);
});

test("resolve resend sends it once more, without its doubt", async () => {
	const to = await failInDoubt(stack, "unseen");
	expect(await run(["unseen", "resend", "--yes"])).toMatchObject({
		code: 0,
		out: "unseen is back in the queue to be sent.\n",
	});
	await stack.settle();
	expect(stack.acceptedBy()[to]).toBe(2);
	expect(await listed()).toMatch(
		/ {2}unseen {2}\d+ {2}resolved by ann: it was sent again$/m,
	);
	expect((await runOps(stack, show, ["unseen"])).out).toMatch(
		/^Resolved {6}as resend by ann at \d/m,
	);
	expect(await stack.row("unseen")).toMatchObject({
		state: "SENT",
		doubted: false,
	});
	expect(stack.deadLetters()).toEqual([]);
});

test("resolve asks for the sender's name", async () => {
	await failInDoubt(stack, "asked");
	expect(await run(["asked", "resend"], ["no"])).toMatchObject({ code: 1 });
	expect(await run(["asked", "sent"])).toMatchObject({ code: 2 });
	expect(await stack.row("asked")).toMatchObject({ state: "FAILED" });
});

test("resolve refuses what is not in doubt, and says what to type", async () => {
	await failOnce(stack, "sure");
	const refused = await run(["sure", "sent", "--yes"]);
	expect(refused.code).toBe(2);
	expect(refused.err).toMatch(
		/there is no doubt: it failed as bad-recipient\. Type npm run ops -- redrive --id='of#0+#sure' --local --port \d+/,
	);
	expect(await run(["nobody", "sent"])).toMatchObject({
		code: 2,
		err: expect.stringContaining("Cannot find a message with the id nobody"),
	});
	expect(await run(["sure", "maybe"])).toMatchObject({ code: 2 });
});
