import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { cancel } from "../../ops/commands/cancel.ts";
import { hold } from "../../ops/commands/hold.ts";
import { list } from "../../ops/commands/list.ts";
import { resume } from "../../ops/commands/resume.ts";
import { setPassword } from "../../ops/commands/set-password.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { localFlags, runOps, testIo } from "../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
	await stack.local.aws.tick();
	await stack.settle();
});
afterAll(() => stack.stop());

const invocations = () =>
	stack.local.aws.endpoint.calls.get("lambda POST") ?? 0;

describe("ops hold", () => {
	test("lets mail wait, warns that it has no end, and resume sends it", async () => {
		const held = await runOps(stack, hold, ["--why", "a flood"]);
		expect(held).toMatchObject({
			code: 0,
			out: expect.stringMatching(/^Held until somebody resumes it/),
			err: expect.stringMatching(
				/has no end.*npm run ops -- resume --local --port \d+\. To end it automatically, add --for 2h/,
			),
		});
		await stack.send(mail({ id: "while-held" }));
		await stack.settle();
		expect(stack.waiting()).toBe(1);
		expect((await stack.breaker())?.hold).toMatchObject({
			who: "ann",
			why: "a flood",
		});

		// A password ends no hold.
		const { io, written } = testIo();
		const readSecret = async () => LOCAL_APP_PASSWORD;
		await setPassword.run(localFlags(stack), { ...io, readSecret });
		expect(written.out).toMatch(
			/^Stored\. Google accepted it\. Something else still stops mail\. On hold since/,
		);

		const resumed = await runOps(stack, resume, []);
		expect(resumed).toMatchObject({
			code: 0,
			out: expect.stringMatching(
				/^Resumed: the hold of everything is over, which was by ann since \S+Z \(a flood\)\. Nothing keeps mail back\. What waits comes back by itself, the last of it by \S+Z\./,
			),
		});
		await stack.settle();
		expect(stack.waiting()).toBe(0);
	});

	test("of a producer that sent nothing in 24 h holds all the same, and names those that did", async () => {
		await stack.send(mail({ id: "own" }));
		await stack.settle();
		const known = String((await stack.row("own"))?.producer);
		const typo = known.replace("000", "0o0");
		const held = await runOps(stack, hold, ["--producer", typo, "--for", "1h"]);
		expect(held.code).toBe(0);
		expect(held.out).toMatch(
			new RegExp(`^Mail of ${typo} is held .*, by rule \\w{8}; the rest`),
		);
		expect(held.err).toContain(
			`No mail of ${typo} was seen in 24 h; known producers: ${known}. Did you mean ${known}?`,
		);
		const [, end = ""] =
			/type npm run ops -- (resume --rule=\w{8}) --local/.exec(held.err) ?? [];
		const [, ...args] = end.split(" ");
		expect(await runOps(stack, resume, args)).toMatchObject({
			code: 0,
			out: expect.stringMatching(
				new RegExp(`^Resumed: the hold of mail of ${typo} is over, which was`),
			),
		});

		const right = await runOps(stack, hold, [
			"--producer",
			known,
			"--for",
			"1h",
		]);
		expect(right.err).not.toContain("No mail of");
		const all = await runOps(stack, resume, []);
		expect(all.out).toMatch(
			new RegExp(
				`^Nothing was on hold as a whole\\. The mail of ${known} is still on hold, by ann: `,
			),
		);
		expect(all.err).toMatch(
			/the remaining holds: npm run ops -- resume --rule=\w{8}/,
		);
		await runOps(stack, resume, ["--producer", known]);
	});

	test("of a producer ends by its name or by its rule, and never twice", async () => {
		await runOps(stack, hold, ["--producer", "billing", "--for", "2h"]);
		const named = ["--producer", "billing"];
		expect((await runOps(stack, resume, named)).code).toBe(0);
		expect(await runOps(stack, resume, named)).toMatchObject({
			code: 1,
			out: expect.stringContaining("nothing holds it"),
		});

		await runOps(stack, hold, ["--tag", "loop", "--for", "2h"]);
		const { rules } = (await stack.breaker()) as { rules: { id: string }[] };
		const [rule] = rules;
		expect((await runOps(stack, resume, ["--rule", rule?.id ?? ""])).code).toBe(
			0,
		);
		expect((await stack.breaker())?.rules).toEqual([]);
	});

	test("answers as JSON on request", async () => {
		const { out } = await runOps(stack, hold, ["--for", "1h", "--json"]);
		expect(JSON.parse(out)).toMatchObject({ ok: true });
		await runOps(stack, resume, []);
	});
});

describe("ops cancel", () => {
	const loop = ["--tag", "loop", "--why", "an endless loop"];

	test("has the sender's name typed, and sends what waits to the dead-letter queue", async () => {
		await runOps(stack, hold, ["--for", "1h"]);
		await stack.send(mail({ id: "looping", tags: { loop: "1" } }));
		await stack.send(mail({ id: "innocent" }));

		const wrong = await runOps(stack, cancel, loop, ["yes"]);
		expect(wrong).toMatchObject({
			code: 1,
			err: expect.stringMatching(
				/Would cancel mail tagged loop and up to now.*nobody gets it[\s\S]*Nothing was done/,
			),
		});
		expect((await stack.breaker())?.rules).toEqual([]);

		const done = await runOps(stack, cancel, loop, [stack.sender.name]);
		expect(done.code).toBe(0);
		await runOps(stack, resume, []);
		await stack.settle();
		expect(stack.deadLetters().map(({ facts }) => facts)).toMatchObject([
			{ key: "looping", cause: "cancelled" },
		]);
		expect(await stack.row("innocent")).toMatchObject({ state: "SENT" });
	});

	test("refuses without --yes when nobody can be asked", async () => {
		const before = invocations();
		expect(await runOps(stack, cancel, loop)).toMatchObject({
			code: 2,
			err: expect.stringContaining("Add --yes"),
		});
		expect(invocations()).toBe(before);
	});

	test("takes a time to count from", async () => {
		const since = ["--since", "2020-01-01", "--yes"];
		const { code, out } = await runOps(stack, cancel, [...loop, ...since]);
		expect({ code, out }).toMatchObject({
			code: 0,
			out: expect.stringContaining("since 2020-01-01T00:00:00.000Z"),
		});
	});
});

describe("misuse is told before the breaker function is asked:", () => {
	test.each([
		[
			"cancel without a match",
			cancel,
			["--why", "x"],
			/Cannot cancel everything/,
		],
		["cancel without a reason", cancel, ["--id", "1"], /without a reason/],
		[
			"cancel since a time to come",
			cancel,
			["--id", "1", "--why", "x", "--since", "2999-01-01"],
			/is in the future/,
		],
		[
			"cancel since nonsense",
			cancel,
			["--id", "1", "--why", "x", "--since", "noon"],
			/Cannot read --since noon/,
		],
		["hold for nonsense", hold, ["--for", "soon"], /Cannot hold for soon/],
		["hold for no time", hold, ["--for", "0h"], /Cannot hold for 0h/],
		["hold with a stray word", hold, ["2h"], /Cannot use 2h: /],
		["hold of nobody", hold, ["--producer", ""], /Cannot use --producer/],
		["resume of two things", resume, ["--rule", "a", "--tag", "b"], /not both/],
	])("%s", async (_what, command, args, sentence) => {
		const before = invocations();
		expect(before).toBeGreaterThan(0);
		expect(await runOps(stack, command, args)).toMatchObject({
			code: 2,
			err: expect.stringMatching(sentence),
		});
		expect(invocations()).toBe(before);
	});
});

describe("when the breaker function fails", () => {
	test("the sentence says what to type, and the exit code is 1", async () => {
		const fn = stack.local.aws.functions.find(
			({ spec }) => spec.name === stack.sender.breakerFunctionName,
		);
		if (fn === undefined) throw new Error("no breaker function");
		fn.broken = "out of order";
		const failed = await runOps(stack, resume, []);
		fn.broken = undefined;
		expect(failed.code).toBe(1);
		expect(failed.out).toMatch(
			/^Cannot tell whether this was done: the breaker function .* failed\. Check npm run ops -- status and its log: aws logs tail \S+/,
		);
		const [, group] = /aws logs tail (\S+)/.exec(failed.out) ?? [];
		expect(group).toBe(fn.spec.logGroup);
	});

	test("one that cannot be invoked is told from one that failed", async () => {
		stack.local.aws.endpoint.intercept = (service) =>
			service === "lambda" ? "error" : undefined;
		const failed = await runOps(stack, resume, []);
		stack.local.aws.endpoint.intercept = () => undefined;
		expect(failed).toMatchObject({
			code: 1,
			out: expect.stringMatching(/^Cannot reach the breaker function/),
		});
	});
});

describe("ops list", () => {
	test("has a line for each sender, and is in trouble when one is not sending", async () => {
		const fine = await runOps(stack, list, []);
		expect(fine.code).toBe(0);
		expect(fine.out).toMatch(
			/^STACK +SENDER +MAILBOX +VERDICT +WAITING +DEAD LETTERS\nGmailSender-mail +mail +you@example\.com +dead-letters +0 +1\n$/,
		);
		await runOps(stack, hold, ["--for", "1h"]);
		const held = await runOps(stack, list, ["--json"]);
		await runOps(stack, resume, []);
		expect(held.code).toBe(1);
		expect(JSON.parse(held.out)).toMatchObject([
			{ sender: "mail", verdict: "held", sending: false },
		]);
	});

	test("shows a sender that cannot be read beside those that can", async () => {
		const [real] = stack.local.aws.services.stacks;
		const [key = "", output] =
			Object.entries(real?.outputs ?? {}).find(([, { value }]) =>
				value.startsWith("{"),
			) ?? [];
		const gone = {
			...JSON.parse(output?.value ?? "{}"),
			name: "gone",
			tableName: "nowhere",
			queueUrl: `${stack.local.aws.url}/000000000000/nowhere`,
		};
		const old = { kind: gone.kind, version: 1, name: "old", mailbox: "o@x.y" };
		for (const manifest of [gone, old])
			stack.local.aws.services.stacks.push({
				name: `Other-${manifest.name}`,
				description: undefined,
				createdAt: Date.now(),
				outputs: { [key]: { value: JSON.stringify(manifest) } },
				resources: [],
			});
		const { out, code } = await runOps(stack, list, []);
		stack.local.aws.services.stacks.splice(1);
		expect(code).toBe(1);
		const [, mine, other, oldest] = out.split("\n");
		expect(mine).toMatch(/^GmailSender-mail +mail .* dead-letters +0 +1$/);
		expect(other).toMatch(/^Other-gone +gone .* unknown +unknown +1$/);
		expect(oldest).toMatch(/^Other-old +old .* unknown/);
	});
});
