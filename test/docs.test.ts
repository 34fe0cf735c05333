import {
	globSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { delayMs } from "../core/breaker/backoff.ts";
import { CROWDED_ABOVE, CROWDED_UNTIL } from "../core/breaker/crowd.ts";
import { crowdedSeconds, retryDelaySeconds } from "../core/delivery/backoff.ts";
import { parseMessage } from "../core/message/parse.ts";
import { NOTHING_RUNS_MS, STALLED_MS } from "../core/status/gauges.ts";
import { checkTemplate } from "../core/template/check-template.ts";
import { ALARMS } from "../infra/constructs/alarms/alarms.ts";
import { settingsOf } from "../infra/constructs/settings/settings.ts";
import { validateSettings } from "../infra/constructs/settings/validate-props.ts";
import { readSenders } from "../infra/senders.ts";
import { readFaults } from "../local/control/read-faults.ts";
import { faultOfAddress } from "../local/gmail/faults.ts";

const ROOT = join(import.meta.dirname, "..");
const text = (file: string) => readFileSync(join(ROOT, file), "utf8");
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `ops` can be told to do. */
const [, COMMANDS = ""] =
	/COMMANDS.*\{\n([\s\S]*?)\n\};/.exec(text("ops/run-cli.ts")) ?? [];
const VERBS = [...COMMANDS.matchAll(/^\t"?([\w-]+)/gm)].map(
	([, verb = ""]) => verb,
);

const jsonBlocks = (file: string) =>
	[...text(file).matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = ""]) =>
		JSON.parse(block),
	);

describe("the documents", () => {
	test("show a senders.json that is accepted", () => {
		const [senders] = jsonBlocks("README.md").filter(
			(block) => "senders" in block,
		);
		const file = join(folder, "senders.json");
		writeFileSync(file, JSON.stringify(senders));
		const entries = readSenders(file);
		expect(entries).toHaveLength(1);
		for (const { name, ...rest } of entries)
			expect(() => validateSettings(settingsOf(rest, name))).not.toThrow();
	});

	test("show no context flag but the one that the app reads", () => {
		const flags = ["README.md", "docs/templates.md"].flatMap((file) =>
			[...text(file).matchAll(/npx cdk .*?-c (\S+)=/g)].map(([, key]) => key),
		);
		expect([...new Set(flags)]).toEqual(["senders"]);
	});

	test("show messages that are accepted", () => {
		const [example] = jsonBlocks("docs/message-format.md");
		expect(parseMessage(JSON.stringify(example))).toMatchObject({
			kind: "message",
		});
		const [, cli = ""] = /--message-body '(.*)'/.exec(text("README.md")) ?? [];
		expect(parseMessage(cli)).toMatchObject({ kind: "message" });
		const [, scheduled = "{}"] =
			/"Input":(".*?[^\\]")\}'/.exec(text("docs/publishing.md")) ?? [];
		expect(parseMessage(JSON.parse(scheduled))).toMatchObject({
			kind: "message",
		});
	});

	test("show a template without a fault", () => {
		const files = Object.fromEntries(
			[
				...text("docs/templates.md").matchAll(
					/^`([\w.]+)`\n\n```\w+\n([\s\S]*?)```/gm,
				),
			].map(([, file = "", content = ""]) => [file, content]),
		);
		expect(Object.keys(files)).toHaveLength(5);
		expect(checkTemplate("password-changed", files)).toMatchObject({
			kind: "template",
		});
	});

	test("show an EventBridge input transformer whose result is accepted", () => {
		const [transformer] = jsonBlocks("docs/publishing.md").filter(
			(block) => "InputTemplate" in block,
		);
		const value = 'say "hi", \\';
		const body = String(transformer.InputTemplate).replace(/<\w+>/g, () =>
			JSON.stringify(value),
		);
		expect(parseMessage(body)).toMatchObject({ kind: "message" });
		expect(JSON.parse(body).data).toEqual({ instance: value, state: value });
	});

	test("say after how many minutes mail is taken for stalled", () => {
		const minutes = (ms: number) => `for ${ms / 60_000} minutes`;
		const runbook = text("docs/runbook.md");
		expect(runbook).toContain(`${minutes(NOTHING_RUNS_MS)} no batch came`);
		expect(runbook).toContain(`could go ${minutes(STALLED_MS)}`);
		const alarm = ALARMS.find(({ id }) => id === "backlog-stalled");
		expect(alarm?.symptom).toContain(minutes(STALLED_MS));
	});

	test("say what makes a queue crowded, and what it does to what waits", () => {
		const [, section = ""] =
			/\n## queue-crowded\n([\s\S]*?)\n## /.exec(text("docs/runbook.md")) ?? [];
		const alarm = ALARMS.find(({ id }) => id === "queue-crowded");
		const every = `every ${crowdedSeconds(1, 3600) / 60} minutes`;
		for (const said of [section, `${alarm?.symptom} ${alarm?.over}`]) {
			expect(said).toContain(CROWDED_ABOVE.toLocaleString("en"));
			expect(said).toContain(CROWDED_UNTIL.toLocaleString("en"));
			expect(said).toContain(every);
		}
	});

	test("show faults that the look-alike Gmail understands", () => {
		const guide = text("docs/how-it-works.md");
		for (const [, body = ""] of guide.matchAll(/\/gmail\/faults -d '(.*)'/g))
			expect(readFaults(JSON.parse(body))).toBeInstanceOf(Array);
		const addresses = [...guide.matchAll(/^\| `([\w.-]+)@…`/gm)].map(
			([, local]) => `${local}@example.com`,
		);
		expect(addresses.length).toBeGreaterThan(4);
		for (const address of addresses)
			expect(faultOfAddress(address), address).toBeDefined();
	});

	test("say how long a message and the breaker wait", () => {
		const first = [1, 2, 3];
		const minutes = (of: (attempt: number) => number) =>
			`${first.map((attempt) => of(attempt) / 60).join(", ")} … ${of(100) / 60} minutes`;
		const guide = text("docs/how-it-works.md");
		const breaker = minutes((n) => delayMs("rate", n) / 1000);
		expect(guide).toContain(`waits ${minutes((n) => retryDelaySeconds(n, 0))}`);
		expect(guide).toContain(`after ${breaker}`);
		const alarm = ALARMS.find(({ id }) => id === "gmail-unavailable");
		expect(alarm?.over).toContain(`after ${breaker}`);
	});

	test("name only commands that exist", () => {
		for (const file of [
			"README.md",
			"docs/runbook.md",
			"docs/google-account.md",
			"docs/message-format.md",
			"docs/templates.md",
		]) {
			for (const [command, verb = ""] of text(file).matchAll(
				/npm run ops -- ([\w-]+)/g,
			))
				expect(VERBS, `${file}: ${command}`).toContain(verb);
		}
	});

	test.each(VERBS)("list the command %s in the README", (verb) => {
		expect(text("README.md")).toMatch(
			new RegExp(`^npm run ops -- ${verb}\\b`, "m"),
		);
	});
});

test.each(VERBS)("the command %s is tried in test/ops", (verb) => {
	const tests = globSync("test/ops/**/*.test.ts", { cwd: ROOT })
		.map(text)
		.join();
	const tried = new RegExp(`"${verb}"|ops -- ${verb} |commands/${verb}\\.ts"`);
	expect(tried.test(tests)).toBe(true);
});
