import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clock } from "../../ops/commands/clock.ts";
import { nowAt } from "../../ops/local/local-time.ts";
import { Harness } from "../support/harness.ts";
import { localFlags, runOps, typeOps } from "../support/ops.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

describe("the clock of a local stack", () => {
	test("is shown, and moved by as much as is typed", async () => {
		expect(await runOps(stack, clock, [])).toMatchObject({
			code: 0,
			out: expect.stringMatching(
				/clock says \d{4}-.*Z, as on this machine\.$/m,
			),
		});
		expect((await runOps(stack, clock, ["+30m"])).out).toMatch(
			/, 30 min ahead of this machine\.$/m,
		);
		expect((await runOps(stack, clock, ["1h"])).out).toMatch(
			/, 1 h 30 min ahead/,
		);
		const { out } = await runOps(stack, clock, ["--json"]);
		expect(JSON.parse(out)).toMatchObject({ aheadMs: 5_400_000 });
	});

	test("is that of a command with --local, in a process of its own", async () => {
		stack.local.aws.advance(3_600_000);
		// What another process has.
		const machine = () => Date.now() - 3_600_000;
		const local = await nowAt(localFlags(stack), { now: machine });
		expect(Math.abs(local() - Date.now())).toBeLessThan(30_000);
		expect(await nowAt([], { now: machine })).toBe(machine);
		expect(await nowAt(["--local", "--port=1"], { now: machine })).toBe(
			machine,
		);
	});

	test.each([
		["2w", /by 2w: specify a time such as \+90m, \+2h or \+1d/],
		["+1h +2h", /by \+1h \+2h: specify/],
		["31d", /^Cannot move the clock by 31\.0* days: allowed are 30 days/],
		["0m", /by nothing/],
	])("is not moved by %s", async (typed, sentence) => {
		const result = await runOps(stack, clock, typed.split(" "));
		expect(result).toMatchObject({
			code: 2,
			err: expect.stringMatching(sentence),
		});
	});

	test("of AWS is not moved", async () => {
		expect(await typeOps(["clock", "+2h"])).toMatchObject({
			code: 2,
			err: expect.stringMatching(/^Cannot move the clock of AWS.*\+2h --local/),
		});
	});
});
