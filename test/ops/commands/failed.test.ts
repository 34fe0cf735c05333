import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failed } from "../../../ops/commands/failed.ts";
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

describe("ops failed", () => {
	test("groups by cause with an example", async () => {
		const { code, out } = await runOps(stack, failed, []);
		expect(code).toBe(0);
		expect(out).toMatch(/^4 dead letters on record\./);
		expect(out).toMatch(/2 bad-recipient, from \S+, .*\n.*for example: 550/);
		expect(out).toMatch(/1 bad-message, .*\n.*\/txt is not allowed/);
		expect(out).not.toMatch(/more than are on record/);
	});

	test("lists one by one with a filter", async () => {
		const { out } = await runOps(stack, failed, ["--cause", "bad-recipient"]);
		expect(out.match(/ {2}(one|two) {2}/g)).toHaveLength(2);
		expect(out).not.toContain("doubt  ");
		const byId = await runOps(stack, failed, ["--id", unreadable, "--json"]);
		expect(JSON.parse(byId.out)).toMatchObject({
			total: 1,
			list: [{ id: unreadable, cause: "bad-message" }],
		});
	});

	test("has a sentence for each, also for what was never given to Google", async () => {
		await stack.send(mail({ id: "alien", from: "me@elsewhere.example" }));
		await stack.settle();
		const { out } = await runOps(stack, failed, ["--list"]);
		const lines = out.split("\n").filter((line) => /^\d{4}-/.test(line));
		expect(lines.length).toBeGreaterThan(4);
		for (const line of lines)
			expect(line.split("  ").slice(4).join(""), line).toMatch(/\w+ \w+/);
		expect(out).toMatch(/ {2}alien {2}.*\/from is not allowed/);
	});

	test("says when SQS itself has moved messages there", async () => {
		await stack.send(mail({ id: "sqs" }), {}, stack.sender.deadLetterQueueUrl);
		for (const filter of [[], ["--cause", "unknown"]])
			expect((await runOps(stack, failed, filter)).out).toMatch(
				/holds 1 more than is on record: SQS itself moved it there.*npm run ops -- redrive --dry-run --local --port \d+/,
			);
	});
});
