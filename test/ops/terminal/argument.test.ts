import { describe, expect, test } from "vitest";
import { harmless } from "../../../core/harmless.ts";
import { redrive } from "../../../ops/commands/redrive.ts";
import { send } from "../../../ops/commands/send.ts";
import { nameOf } from "../../../ops/dead-letters/find-copy.ts";
import type {
	MessageRow,
	RejectedRow,
} from "../../../ops/dead-letters/ledger.ts";
import type { DeadLetterCopy } from "../../../ops/dead-letters/sweep.ts";
import {
	describeDiscard,
	describeRedrive,
} from "../../../ops/render/redrive-text.ts";
import { describeList } from "../../../ops/render/render-failed.ts";
import { describeStory } from "../../../ops/render/render-message.ts";
import { opsAdvice } from "../../../ops/sender/mend.ts";
import { flagsOf, type Target } from "../../../ops/sender/target.ts";
import { argument, canBeTyped } from "../../../ops/terminal/argument.ts";
import { testIo } from "../../support/ops.ts";
import { NASTY, pasted } from "../../support/pasted.ts";

const given = (text: string) => pasted(harmless(text)).flat();

test.each(NASTY)("%j is one argument, whatever it is", (text) => {
	expect(given(`npm run ops -- show --id=${argument(text)} --local`)).toEqual([
		"show",
		`--id=${text}`,
		"--local",
	]);
});

test("a usual name is left as it is", () => {
	expect(argument("invoice-1.a:b/c@d_e")).toBe("invoice-1.a:b/c@d_e");
});

test.each(["a\0b", "half \ud83d"])(
	"%j cannot be typed: SQS's id names its copy",
	(key) => {
		expect(canBeTyped(key)).toBe(false);
		expect(nameOf({ key, sqsMessageId: "1" })).toBe("1");
		expect(nameOf({ key: "k", sqsMessageId: "1" })).toBe("k");
	},
);
describe.each(NASTY.filter((id) => id !== ""))("of %j", (id) => {
	const at = "2026-12-01T08:00:00.000Z";
	const row = (cause: string) =>
		({
			key: id,
			at: `of#billing#${id}`,
			producer: "billing",
			firstAt: 0,
			updatedAt: 0,
			state: { kind: "FAILED", cause },
			frozen: {},
			progress: { accepted: [], refused: [] },
			recipientHashes: [],
		}) as unknown as MessageRow;
	const rejected = (cause: string) =>
		({ pk: "dead#1", facts: { cause, key: id, at } }) as RejectedRow;
	const copy = { parsed: { kind: "message" }, sentAt: 0 } as DeadLetterCopy;

	test.each([
		["doubt", { row: row("in-doubt") }, ["resolve", row("").at, "resend"]],
		["a failure", { row: row("policy") }, ["redrive", `--id=${row("").at}`]],
		[
			"no route",
			{ rejected: [rejected("no-route")] },
			["redrive", `--id=${id}`],
		],
		["no reason", { copy }, ["redrive", `--id=${id}`]],
	])("show prints for %s what can be pasted", (_what, known, words) => {
		const story = { id, row: undefined, rejected: [], copy: undefined };
		const text = describeStory(
			{ ...story, ...known },
			{ flags: " --local", now: 0 },
		);
		const [command = ""] = /npm run ops -- .*--local/.exec(text) ?? [];
		expect(given(command)).toEqual([...words, "--local"]);
	});

	test.each([
		[
			redrive,
			[id.replace(/^-+/, "")],
			["with", `--id=${id.replace(/^-+/, "")}`],
		],
		[send, [`--file=${id}`], ["validate", "--", id]],
	])("a refusal says what to type instead", async (command, args, words) => {
		const { io } = testIo();
		const said = command.run(args, { ...io, readFile: async () => "{" });
		const { message } = await said.then(
			() => new Error("it was not refused"),
			(error: Error) => error,
		);
		const [, what = ""] = message.split(/npm run ops --|a message/);
		expect(given(`npm run ops -- ${what}`)).toEqual(words);
	});

	test("lists name it as it can be typed", () => {
		const cause = "policy";
		const failed = { id, cause, producer: "billing", at: 0, said: "" } as const;
		const [, listed] = describeList([failed]).split(/Z {2}/);
		const under = { discarded: {}, underWay: [id], skipped: [] };
		const [, discarded] = describeDiscard("", under, 0).split("redrive: ");
		const left = { id, cause, because: "invalid" } as const;
		const report = {
			moved: {},
			deleted: {},
			left: [left],
			skipped: [],
		} as never;
		const options = { hidden: 0, dryRun: false, flags: "" };
		const [, redriven] = describeRedrive(report, options).split("with --id): ");
		for (const words of [listed, discarded, redriven])
			expect(given(`npm run ops -- ${words}`)[0]).toBe(id);
	});

	test("a sender, a rule and a log group of that name are one argument", () => {
		const target = {
			stackName: id,
			sender: { name: id, functionName: id, logGroupName: id, region: id },
		} as Target;
		const flags = flagsOf({}, target);
		expect(given(opsAdvice(target, flags).resumeRule(id))).toEqual([
			"resume",
			`--rule=${id}`,
			`--stack=${id}`,
			`--sender=${id}`,
		]);
	});
});
