import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redrive } from "../../ops/commands/redrive.ts";
import { Harness, mail } from "../support/harness.ts";
import { runOps } from "../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());

/** Dead-letters a message whose recipient is refused once, so that a redrive sends it. */
async function fail(id: string, fields: object = {}): Promise<string> {
	const to = `${id}@example.com`;
	stack.gmail.faults.replace([
		{ stage: "rcpt", reply: "550 5.1.1 does not exist", to, times: 1 },
	]);
	await stack.send(mail({ id, to, ...fields }), { Tenant: "blue" });
	await stack.settle();
	expect(await stack.row(id)).toMatchObject({ state: "FAILED" });
	return to;
}

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
		expect(refused.err).toMatch(/Would move 1.*At 5 a second/s);
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
			out: expect.stringContaining("Stopped there: more are left."),
		});
		await stack.settle();
		expect(stack.deadLetters()).toHaveLength(1);
		await run(["--yes"]);
		await stack.settle();
	});
});
