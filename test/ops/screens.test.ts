import { afterAll, beforeAll, expect, test } from "vitest";
import { doctor } from "../../ops/commands/doctor.ts";
import { failed } from "../../ops/commands/failed.ts";
import { hold } from "../../ops/commands/hold.ts";
import { report } from "../../ops/commands/report.ts";
import { show } from "../../ops/commands/show.ts";
import { status } from "../../ops/commands/status.ts";
import type { Command } from "../../ops/terminal/io.ts";
import { wrap } from "../../ops/terminal/wrap.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { runOps } from "../support/ops.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
	await stack.send(mail({ id: "order-1" }));
	await stack.send(mail({ id: "order-2", to: "reply-550-5.1.1@example.com" }));
	await stack.settle();
	await runOps(stack, hold, ["--producer", "billing", "--for", "1h"]);
	await stack.local.aws.tick();
	stack.gmail.mailboxes.setPassword("anotherpassword");
	stack.gmail.dropConnections();
	await stack.send(mail({ id: "order-3" }));
	await stack.settle();
	await stack.pass(2);
});
afterAll(() => stack.stop());

/** What differs from run to run, in place of it a word. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
	[/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "TIME"],
	[/\d{4}-\d\d-\d\d \d\d:\d\d/g, "TIME"],
	[/\b\d\d:\d\d UTC/g, "TIME"],
	[/(?<=--port )\d+|(?<=127\.0\.0\.1:)\d+/g, "PORT"],
	[/\b(?!24 h|1080 s)\d+ (?:s|min|h)\b(?: \d+ (?:s|min)\b)?/g, "SOME TIME"],
	[/(?<=version )[\w-]{8}/g, "VERSION"],
	[/<[\w.=+-]+@[\w.-]+>/g, "<MESSAGE-ID>"],
	[/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UUID"],
	[/(?<=--rule=)\w+|\b\w{8}(?= holds mail)/g, "RULE"],
	[/^(\| TIME \|).*$/gm, "$1 … |"],
	[/(?<=250 2\.0\.0 OK ).*?(?= - gsmtp)|\w+sm\d+\.\d+(?= - gsmtp)/g, "…"],
	[/(?<=DeadLetters)[\w-]+/g, "SUFFIX"],
	// Its time may just have come.
	[/\b1 ready, 0 in flight/g, "0 ready, 1 in flight"],
];

const isWrapped: readonly Command[] = [status, doctor, failed, show];

async function screen(command: Command, ...args: readonly string[]) {
	const { out, err } = await runOps(stack, command, args);
	const text = VARIABLE.reduce(
		(before, [pattern, word]) => before.replace(pattern, word),
		`${out}${err}`,
	);
	// Wrapped when all is as long as in any other run; lists and Markdown never are.
	return isWrapped.includes(command) && !args.includes("--list")
		? wrap(text, 80)
		: text;
}

test.each<[string, Command, readonly string[]]>([
	["status", status, []],
	["doctor", doctor, []],
	["failed", failed, []],
	["failed --list", failed, ["--list"]],
	["show of what was sent", show, ["order-1"]],
	["show of a dead letter", show, ["order-2"]],
	["report", report, ["--since", "1h"]],
])("%s in 80 columns", async (_name, command, args) => {
	expect(await screen(command, ...args)).toMatchSnapshot();
});
