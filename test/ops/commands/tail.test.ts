import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tail } from "../../../ops/commands/tail.ts";
import { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";
import { localFlags, runOps, testIo } from "../../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
	await stack.send(mail({ id: "before" }));
	await stack.settle();
	stack.local.aws.advance(1000);
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
});
afterAll(() => stack.stop());

const SENT = /^\S+Z {2}sent {2}before {2}\S+ {2}250 2\.0\.0 OK/;

describe("ops tail", () => {
	test("--last shows what came before, the newest last", async () => {
		const { code, out } = await runOps(stack, tail, ["--last", "20"]);
		const lines = out.trimEnd().split("\n");
		expect(code).toBe(0);
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(SENT);
		expect(lines[1]).toMatch(
			/^\S+Z {2}dead-lettered {2}refused {2}\S+ {2}bad-recipient {2}550/,
		);
		const one = await runOps(stack, tail, ["--last", "1", "--json"]);
		expect(JSON.parse(one.out)).toMatchObject({
			id: "refused",
			outcome: "dead-lettered",
		});
	});

	test("shows each outcome once, as it comes, and none from before", async () => {
		stack.local.aws.advance(1000);
		const { io, written } = testIo();
		const looks: string[] = [];
		const enough = new Error("enough");
		const sleep = async () => {
			looks.push(written.out);
			if (looks.length === 4) throw enough;
			if (looks.length > 2) return;
			await stack.send(mail({ id: `new-${looks.length}` }));
			await stack.settle();
		};
		await expect(tail.run(localFlags(stack), { ...io, sleep })).rejects.toBe(
			enough,
		);
		expect(looks[0]).toBe("");
		expect(looks[1]).toMatch(/^\S+ {2}sent {2}new-1 .*\n$/);
		expect(looks[3]).toBe(looks[2]);
		expect(looks[3]?.match(/ sent {2}new-\d /g)).toEqual([
			" sent  new-1 ",
			" sent  new-2 ",
		]);
	});

	test.each([
		[["--last", "0"], /Cannot show the last 0: specify a whole number/],
		[["--last", "1001"], /from 1 to 1000/],
		[["20"], /Cannot use 20: /],
	])("refuses %j", async (args, sentence) => {
		expect(await runOps(stack, tail, args)).toMatchObject({
			code: 2,
			err: expect.stringMatching(sentence),
		});
	});
});
