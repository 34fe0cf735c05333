import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { discard } from "../../../ops/commands/discard.ts";
import { doubts } from "../../../ops/commands/doubts.ts";
import { report } from "../../../ops/commands/report.ts";
import { status } from "../../../ops/commands/status.ts";
import { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";
import { runOps } from "../../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
	stack.gmail.faults.replace([
		{ stage: "eom", drop: true, to: "dead@example.com", times: 2 },
		{ stage: "eom", drop: true, to: "gone@example.com", times: 2 },
	]);
	await stack.send(mail({ id: "fine" }));
	for (const id of ["dead", "gone"])
		await stack.send(mail({ id, to: `${id}@example.com` }));
	await stack.settle();
	await stack.pass(10);
	const why = ["--id", "gone", "--reason", "told", "--yes"];
	await runOps(stack, discard, why);
	stack.gmail.faults.replace([
		{ stage: "eom", drop: true, to: "twice@example.com", times: 1 },
	]);
	await stack.send(mail({ id: "twice", to: "twice@example.com" }));
	await stack.settle();
	await stack.pass(10);
	stack.gmail.faults.replace([
		{ stage: "eom", drop: true, to: "waits@example.com", times: 1 },
	]);
	await stack.send(mail({ id: "waits", to: "waits@example.com" }));
	await stack.settle();
});
afterAll(() => stack.stop());

describe("ops doubts", () => {
	test("names every message that may be out twice, the newest first, and how each stands", async () => {
		const { code, out } = await runOps(stack, doubts, []);
		expect(code).toBe(0);
		const lines = out.trimEnd().split("\n");
		expect(lines.map((line) => line.replace(/^\S+Z {2}/, ""))).toEqual([
			expect.stringMatching(/^waits {2}\d+ {2}waits for its second try$/),
			expect.stringMatching(
				/^twice {2}\d+ {2}sent again; the recipient may have it twice$/,
			),
			expect.stringMatching(/^gone {2}\d+ {2}discarded by ann: told$/),
			expect.stringMatching(
				/^dead {2}\d+ {2}in the dead-letter queue as in-doubt$/,
			),
			expect.stringMatching(
				/in the dead-letter queue: npm run ops -- show ID --local/,
			),
		]);
	});

	test("leaves out what was settled before the time asked for, not what still waits", async () => {
		await stack.pass(3);
		stack.gmail.faults.replace([
			{ stage: "eom", drop: true, to: "last@example.com", times: 1 },
		]);
		await stack.send(mail({ id: "last", to: "last@example.com" }));
		await stack.settle();
		const { out } = await runOps(stack, doubts, [
			"--since",
			"2999-01-01",
			"--json",
		]);
		expect(JSON.parse(out)).toMatchObject([
			{ id: "last", at: expect.stringMatching(/Z$/) },
		]);
	});

	test("is pointed to by status, which counts them, and told by report", async () => {
		const screen = (await runOps(stack, status, [])).out;
		expect(screen).toMatch(
			/^In doubt +1 in the dead-letter queue; 3 sent again, or about to be, in 24 h$/m,
		);
		expect(screen).toMatch(/^See also .*npm run ops -- doubts --local/m);
		const told = (await runOps(stack, report, [])).out;
		expect(told).toMatch(
			/## Doubts\n\n[\s\S]*\| twice \| .* may have it twice \|\n/,
		);
	});
});
