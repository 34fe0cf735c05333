import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redrive } from "../../ops/commands/redrive.ts";
import { failInDoubt, failOnce } from "../support/dead-letters.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { runOps } from "../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start({ environment: { ON_AMBIGUOUS: "hold" } });
});
afterAll(() => stack.stop());

const fail = (id: string) => failOnce(stack, id);
const run = (args: readonly string[], answers?: readonly string[]) =>
	runOps(stack, redrive, args, answers);

describe("ops redrive", () => {
	test("sends a dead letter again, once, and leaves the queue empty", async () => {
		const to = await fail("again");
		expect(await run(["--yes"])).toMatchObject({
			code: 0,
			out: "Moved 1 to the queue (1 bad-recipient).\n",
		});
		await stack.settle();
		expect(stack.acceptedBy()[to]).toBe(1);
		expect(stack.deadLetters()).toEqual([]);
		expect(await stack.row("again")).not.toHaveProperty("deadCause");
	});

	test("says what it would do with --dry-run and does nothing", async () => {
		await fail("dry");
		expect(await run(["--dry-run"])).toMatchObject({
			code: 0,
			out: "Would move 1 to the queue (1 bad-recipient).\n",
		});
		expect(stack.deadLetters()).toHaveLength(1);
		expect(await run(["--yes"])).toMatchObject({ code: 0 });
		await stack.settle();
	});

	test("asks for the sender's name and does nothing when another is typed", async () => {
		await fail("asked");
		const refused = await run([], ["yes"]);
		expect(refused).toMatchObject({ code: 1, out: "" });
		expect(refused.err).toMatch(/Would move 1.*At 5 per second/s);
		expect(stack.deadLetters()).toHaveLength(1);
		expect(await run([], [stack.sender.name])).toMatchObject({ code: 0 });
		await stack.settle();
		expect(stack.deadLetters()).toEqual([]);
	});

	test("refuses without --yes where nobody can be asked", async () => {
		expect(await run([])).toMatchObject({
			code: 2,
			err: expect.stringMatching(/Nothing was done: .*Add --yes/),
		});
	});

	test("moves only what fits the filters, and gives the rest back at once", async () => {
		await fail("wanted");
		await fail("other");
		expect(await run(["--id", "wanted", "--yes"])).toMatchObject({
			code: 0,
			out: expect.stringContaining("Moved 1 "),
		});
		expect(stack.deadLetters()).toMatchObject([{ facts: { key: "other" } }]);
		for (const filter of [
			["--cause", "quota"],
			["--producer", "billing"],
			["--since", "2030-01-01"],
		])
			expect(await run([...filter, "--yes"])).toMatchObject({
				code: 0,
				out: "Moved 0 to the queue.\n",
			});
		expect(await run(["--since", "1h", "--json", "--yes"])).toMatchObject({
			code: 0,
			out: expect.stringContaining('"moved":{"bad-recipient":1}'),
		});
		await stack.settle();
	});

	test("stops at --max and says so", async () => {
		await fail("first");
		await fail("second");
		expect(await run(["--max", "1", "--yes"])).toMatchObject({
			code: 0,
			out: expect.stringContaining("Stopped at the maximum: more are left."),
		});
		await stack.settle();
		expect(stack.deadLetters()).toHaveLength(1);
		await run(["--yes"]);
		await stack.settle();
	});
});

test("ops redrive of a message that fails again at once ends, and keeps it", async () => {
	const to = await fail("stubborn");
	stack.gmail.faults.replace([
		{ stage: "rcpt", reply: "550 5.1.1 does not exist", to },
	]);
	expect(await run(["--yes"])).toMatchObject({
		code: 0,
		out: expect.stringMatching(/^Moved 1 .*failed again/s),
	});
	await stack.settle();
	expect(stack.deadLetters()).toMatchObject([
		{ facts: { key: "stubborn", failure: 2 } },
	]);
	stack.gmail.faults.replace([]);
	await run(["--yes"]);
	await stack.settle();
	expect(stack.acceptedBy()[to]).toBe(1);
});

describe("ops redrive leaves", () => {
	test("a message in doubt where it is, until it is named", async () => {
		const to = await failInDoubt(stack, "doubt");
		const skipped = await run(["--yes"]);
		expect(skipped).toMatchObject({ code: 1 });
		expect(skipped.out).toMatch(
			/^Moved 0.*Not moved: 1 may already have been sent.*npm run ops -- resolve ID resend --local --port \d+.*: doubt/s,
		);
		expect(stack.deadLetters()).toHaveLength(1);
		expect(await run(["--id", "doubt", "--yes"])).toMatchObject({ code: 0 });
		await stack.settle();
		expect(stack.acceptedBy()[to]).toBe(2);
		expect(stack.deadLetters()).toEqual([]);
	});

	test("an unreadable message where it is, and moves it when it is named", async () => {
		await stack.send({ id: "typo", to: "ann@example.com", txt: "x" });
		await stack.settle();
		expect(await run(["--yes"])).toMatchObject({
			code: 1,
			out: expect.stringContaining("cannot be read as a message"),
		});
		expect(await run(["--id", "typo", "--yes"])).toMatchObject({ code: 0 });
		await stack.settle();
		// Back at once, and counted once.
		expect(stack.deadLetters()).toMatchObject([{ facts: { failure: 2 } }]);
		const counted = (await stack.rows()).filter(
			({ deadCause }) => deadCause === "bad-message",
		);
		expect(counted).toHaveLength(1);
	});

	test("a message whose id is another's by now, and never deletes it as sent", async () => {
		await stack.send(mail({ id: "shared", text: "one" }));
		await stack.settle();
		await stack.send(mail({ id: "shared", text: "two" }));
		await stack.settle();
		const before = stack.deadLetters().length;
		expect(await run(["--yes"])).toMatchObject({
			code: 1,
			out: expect.stringContaining("belongs to another message"),
		});
		expect(stack.deadLetters()).toHaveLength(before);
	});
});

describe("ops redrive of a message that SQS itself moved", () => {
	test("takes the SQS message id for its key, and sends it once", async () => {
		const { queues } = stack.local.aws.services;
		const source = queues.store.getQueueByArn(stack.sender.queueArn);
		const dead = queues.store.getQueueByArn(stack.sender.deadLetterQueueArn);
		await stack.mapping.disable();
		const id = await stack.send(mail({ to: "moved@example.com" }), {
			Tenant: "blue",
		});
		for (const message of source?.messages.splice(0) ?? [])
			dead?.enqueue(message);
		stack.mapping.enable();
		expect(await run(["--cause", "unknown", "--yes"])).toMatchObject({
			code: 0,
			out: "Moved 1 to the queue (1 unknown).\n",
		});
		await stack.settle();
		expect(stack.acceptedBy()["moved@example.com"]).toBe(1);
		expect(await stack.row(id)).toMatchObject({ state: "SENT" });
	});
});

describe("ops redrive, misused,", () => {
	test.each([
		[["--max", "0"], /whole number from 1/],
		[["--rate", "fast"], /such as 5\/s/],
		[["--rate", "0.001/s"], /from 0\.02\/s/],
		[["--cause", "moon"], /specify one of bad-message, .*unknown/],
		[["--since", "yesterday"], /specify 90m, 3h, 2d or a time/],
		[["some-id"], /name a message with --id=some-id/],
	])("%j says what is allowed", async (args, sentence) => {
		const { code, err } = await run(args);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
	});
});
