import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cloudShellAdvice } from "../functions/breaker/cloud-shell-advice.ts";
import type { BreakerConfig } from "../functions/breaker/config.ts";
import {
	type AlarmPlace,
	alarmDescription,
} from "../infra/constructs/alarms/alarm-description.ts";
import { ALARMS } from "../infra/constructs/alarms/alarms.ts";
import type { Settings } from "../infra/constructs/settings/settings.ts";
import { readCommandLine } from "./support/aws-command-line.ts";
import { writeAwsStub } from "./support/aws-stub.ts";
import { files, productSources, readText } from "./support/source-tree.ts";

// What the CLI has of its own, no service knows.
const TYPES_AWS = /(?<![\w-])aws (?!configure|sso)[a-z][a-z0-9-]+ [a-z]/;

/** What stands for the answer of a command within another: a schedule's target. */
const ANSWER = '{"Arn":"","RoleArn":""}';

/** A name for everything that is asked for. */
const NAMES = new Proxy({}, { get: (_target, name) => String(name) });

/** Where something is told to be typed, and what. */
type Line = readonly [where: string, line: string];

function linesIn(where: string, texts: readonly string[]): readonly Line[] {
	return texts
		.filter((text) => TYPES_AWS.test(text))
		.map((text) => [where, text]);
}

function documentLines(file: string): readonly Line[] {
	const blocks = /^```\w*\n[\s\S]*?^```/gm;
	const text = readText(file);
	const scripts = text.match(blocks) ?? [];
	const inline = text.replace(blocks, "").match(/(?<=`)[^`\n]+(?=`)/g) ?? [];
	return [
		...scripts.flatMap((script) => scriptLines(file, script)),
		// In a table a bar is escaped.
		...linesIn(
			file,
			inline.map((code) => code.replaceAll("\\|", "|")),
		),
	];
}

function scriptLines(file: string, script: string): readonly Line[] {
	return linesIn(file, script.replaceAll("\\\n", "").split("\n"));
}

/** What sentences of the code say to type; where names are filled in there is one. */
function sentenceLines(file: string, code: string): readonly Line[] {
	const literals = code.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
	const commands = literals.flatMap((literal) =>
		literal
			.slice(1, -1)
			.replaceAll("\\`", "`")
			.replace(/'\$\{[^}]*\}'/g, "'{}'")
			.replace(/\$\{[^}]*\}/g, "NAME")
			.match(/aws [a-z][a-z0-9-]+ [a-z](?:[^`),]|,(?! ))*/g),
	);
	// Those of the doctor that have names in them are typed by its own tests.
	const mends = [...code.matchAll(/mend\.aws\(\s*"([^"]+)"/g)];
	return linesIn(file, [
		...commands.filter((command) => command !== null),
		...mends.map(([, command]) => `aws ${command}`),
	]);
}

const alarmLines = ALARMS.map((row): Line => {
	const settings = { mailbox: "alerts@example.com" } as Settings;
	const text = alarmDescription(row, settings, NAMES as AlarmPlace);
	return [`the alarm ${row.id}`, /^Type: (.*)$/m.exec(text)?.[1] ?? ""];
});

const adviceLines = Object.entries(
	cloudShellAdvice(NAMES as BreakerConfig),
).flatMap(([name, said]) =>
	linesIn(`the advice ${name}`, [
		typeof said === "function" ? said("RULE") : said,
	]),
);

const WRITTEN: Readonly<Record<string, readonly Line[]>> = {
	documents: files
		.filter((file) => file.endsWith(".md"))
		.flatMap(documentLines),
	recipes: files
		.filter((file) => /^examples\/.*\.sh$/.test(file))
		.flatMap((file) => scriptLines(file, readText(file))),
	sentences: productSources.flatMap(({ path, text }) =>
		sentenceLines(path, text),
	),
	alarms: alarmLines,
	advice: adviceLines,
};

/** Every line once, with the first place that it is in. */
const lines = new Map(
	Object.values(WRITTEN)
		.flat()
		.toReversed()
		.map(([where, line]) => [line, where]),
);

/** The words after each `aws`, by a shell that knows nothing else. */
function commandsIn(line: string): readonly (readonly string[])[] {
	const script = `PATH=
jq() { :; }
aws() { printf '%s\\0' "$@" $'\\n' >&3; echo '${ANSWER}'; }
{ ${line.replace(/<(\w+)>/g, "$1")}
} 3>&1 >/dev/null <<< typed`;
	const typed = execFileSync("bash", ["-c", script], { encoding: "utf8" });
	return typed
		.split("\n\0")
		.filter((words) => words !== "")
		.map((words) => words.split("\0").slice(0, -1));
}

function readLine(line: string): void {
	const commands = commandsIn(line);
	if (commands.length === 0) throw new Error(`nothing is typed by ${line}`);
	for (const command of commands) readCommandLine(command);
}

test.each([
	["documents", 25],
	["recipes", 1],
	["sentences", 15],
	["alarms", ALARMS.length],
	["advice", 8],
])("%s have lines for aws", (place, least) => {
	expect(WRITTEN[place]?.length).toBeGreaterThanOrEqual(least);
});

test.each([...lines])("aws takes: %s (%s)", (line) => {
	expect(() => readLine(line)).not.toThrow();
});

const INVOKE =
	"aws lambda invoke --function-name F --cli-binary-format raw-in-base64-out";
const MAPPING = "aws lambda update-event-source-mapping --uuid ID";

describe("aws refuses", () => {
	test.each([
		["a service", "aws mailer send", /no service mailer/],
		["the SDK's name of one", "aws sfn list-activities", /no service sfn/],
		["what is s3api's", "aws s3 list-buckets", /no service s3/],
		["an operation", "aws sqs drain-queue", /sqs has no operation drain-queue/],
		["an option", "aws sqs list-queues --prefix x", /no option --prefix/],
		["the SDK's name of one", "aws sns subscribe --endpoint x", /--endpoint/],
		["pages of none", "aws sqs purge-queue --max-items 1", /--max-items/],
		["a missing option", "aws sns subscribe --protocol x", /needs TopicArn/],
		["a missing value", "aws logs tail GROUP --since", /--since has no value/],
		["a missing word", "aws logs tail --since 1h", /takes 1 words/],
		["a word too many", "aws sqs list-queues mail", /takes 0 words/],
		["no number", `${MAPPING} --batch-size ten`, /BatchSize is no number/],
		["no flag", `${MAPPING} --enabled yes`, /takes 0 words .*: yes/],
		["no pair", `${MAPPING} --scaling-config 2`, /neither JSON nor Key=value/],
		["broken JSON", `${MAPPING} --scaling-config '{2'`, /is no JSON/],
		[
			"a member",
			`${MAPPING} --scaling-config MaxConcurrency=2`,
			/ScalingConfig has no MaxConcurrency/,
		],
		["a type", `${MAPPING} --function-response-types '[1]'`, /is no text: 1/],
		["a broken payload", `${INVOKE} --payload '{' /dev/stdout`, /is no JSON/],
		[
			"a payload that CLI 2 would take for base64",
			"aws lambda invoke --function-name F --payload '{}' /dev/stdout",
			/raw-in-base64-out/,
		],
		["a format", "aws sqs list-queues --output xml", /no --output is xml/],
		[
			"a query",
			"aws cloudformation describe-stacks --query Stack",
			/no answer has Stack$/,
		],
		[
			"what stands in another command",
			'echo "$(aws sqs list-queues --all x)" | aws s3 cp - s3://bucket/key',
			/no option --all/,
		],
		["nothing at all", "echo aws sqs list-queues", /nothing is typed/],
	])("%s", (_what, line, sentence) => {
		expect(() => readLine(line)).toThrow(sentence);
	});
});

describe("the aws that game days type", () => {
	const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-aws-"));
	// Nobody listens there.
	writeAwsStub(folder, "http://127.0.0.1:1");
	afterAll(() => rmSync(folder, { recursive: true }));

	test.each([
		["what CLI 2 would refuse", "lambda invoke", 252, /needs FunctionName/],
		[
			"what nobody types",
			"sqs list-queues",
			252,
			/nobody types sqs list-queues/,
		],
		[
			"another endpoint",
			"lambda get-account-settings --endpoint-url http://127.0.0.1:2",
			252,
			/nothing at/,
		],
		["what AWS does not answer", "lambda get-account-settings", 254, /REFUSED/],
	])("fails for %s", (_what, command, code, sentence) => {
		const { status, stderr } = spawnSync(
			join(folder, "aws"),
			command.split(" "),
			{ encoding: "utf8" },
		);
		expect(stderr).toMatch(sentence);
		expect(status).toBe(code);
	});
});
