import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { discard } from "../../../ops/commands/discard.ts";
import { hold } from "../../../ops/commands/hold.ts";
import { resume } from "../../../ops/commands/resume.ts";
import { show } from "../../../ops/commands/show.ts";
import { failSome } from "../../support/dead-letters.ts";
import { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";
import { runOps } from "../../support/ops.ts";

let stack: Harness;
let unreadable: string;
beforeAll(async () => {
	stack = await Harness.start({ environment: { ON_AMBIGUOUS: "hold" } });
	unreadable = await failSome(stack);
});
afterAll(() => stack.stop());

describe("ops show", () => {
	test("tells a dead letter's story, with masked addresses and what to type", async () => {
		const { code, out } = await runOps(stack, show, ["one"]);
		expect(code).toBe(0);
		for (const line of [
			/^State {9}FAILED as bad-recipient$/m,
			/^Message-ID {4}<.+@.+>$/m,
			/^Recipient 0 {3}o\*\*\*@example\.com: refused with 550 \(bad-recipient\), in the dead-letter queue/m,
			/^Recipient 1 {3}a\*\*\*@example\.com: accepted by Google$/m,
			/^ {2}Google said at rcpt: 550/m,
			/^Next .*npm run ops -- redrive --id='of#000000000000#one' --local --port \d+/m,
		])
			expect(out).toMatch(line);
		expect(out).not.toContain("one@example.com");
		expect(out).not.toContain("Hello Ann");
	});

	test("leaves the dead-letter queue as it is, and prints the body on request", async () => {
		const before = stack.deadLetters().length;
		const { out } = await runOps(stack, show, ["two", "--body"]);
		expect(out).toContain('"text":"Hello Ann"');
		expect(stack.deadLetters()).toHaveLength(before);
	});

	test("finds an unreadable message by SQS's id and names the place", async () => {
		const { out } = await runOps(stack, show, [unreadable]);
		expect(out).toMatch(/\/txt: .*the field is unknown/);
		expect(out).toMatch(/Next .*its producer corrects it and sends it again$/m);
	});

	test.each([
		["doubt", /Next .*resolve 'of#0+#doubt' resend --local/],
		["fine", /Next .*nothing: it was sent/],
	])("tells what to type about %s", async (id, advice) => {
		expect((await runOps(stack, show, [id])).out).toMatch(advice);
	});

	test("says that it knows no such message", async () => {
		expect(await runOps(stack, show, ["nobody"])).toMatchObject({
			code: 1,
			err: expect.stringMatching(
				/^No message with the id nobody is on record: .* no message waits\. It was never sent to this queue/,
			),
		});
	});

	test("says who discarded a message that was refused, and why", async () => {
		await stack.send({ ...mail({ id: "typo" }), txt: "x" });
		await stack.settle();
		const why = ["--id", "typo", "--reason", "told by phone", "--yes"];
		await runOps(stack, discard, why);
		expect(await runOps(stack, show, ["typo"])).toMatchObject({
			code: 0,
			out: expect.stringMatching(
				/^Discarded +\S+Z by ann: told by phone\nNext .*nothing: ann discarded it/m,
			),
		});
	});

	test("says of a message that nobody has claimed how many wait, since when and why, and receives none", async () => {
		await runOps(stack, hold, ["--for", "1h", "--why", "a flood"]);
		await stack.send(mail({ id: "unclaimed" }));
		await stack.pass(5, 5);
		const before = stack.receiveCounts();
		expect(await runOps(stack, show, ["unclaimed"])).toMatchObject({
			code: 1,
			err: expect.stringMatching(
				/^No message with the id unclaimed is on record.*\. 1 message waits since \S+Z; it is among them if it was sent .*On hold since .* by ann: a flood/,
			),
		});
		expect(stack.receiveCounts()).toEqual(before);
		await runOps(stack, resume, []);
		await stack.settle();
	});
});
