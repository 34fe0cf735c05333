/** What the `aws` of writeAwsStub runs: what the tests type, exit code 252 for anything else. */
import { readFileSync, writeFileSync } from "node:fs";
import {
	CloudWatchLogsClient,
	paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type CommandLine, readCommandLine } from "./aws-command-line.ts";
import { Refused } from "./aws-schema.ts";

type Run = (line: CommandLine) => Promise<unknown>;

const endpoint = process.env.AWS_STUB_ENDPOINT ?? "";

const COMMANDS: Readonly<Record<string, Run>> = {
	"cloudformation describe-stacks": send,
	"cloudwatch enable-alarm-actions": send,
	"cloudwatch set-alarm-state": send,
	"dynamodb get-item": send,
	"dynamodb scan": (line) =>
		send({
			...line,
			input: { ...line.input, Limit: Number(line.common["max-items"] ?? 100) },
		}),
	"dynamodb update-time-to-live": send,
	"kms put-key-policy": send,
	"lambda delete-function-concurrency": send,
	"lambda get-account-settings": send,
	"lambda get-event-source-mapping": send,
	"lambda invoke": invoke,
	"lambda put-function-concurrency": send,
	"lambda update-event-source-mapping": send,
	"logs tail": tail,
	"s3 cp": upload,
	"scheduler get-schedule": send,
	"scheduler update-schedule": send,
	"secretsmanager put-secret-value": send,
	"sns set-topic-attributes": send,
	"sns subscribe": send,
	"sqs receive-message": send,
	"sqs set-queue-attributes": send,
	"stepfunctions start-execution": send,
};

try {
	const line = readCommandLine(process.argv.slice(2));
	const { "endpoint-url": asked = endpoint } = line.common;
	const run = COMMANDS[line.command];
	if (run === undefined) throw new Refused(`nobody types ${line.command} here`);
	if (process.argv.some((word) => word.startsWith("file://")))
		throw new Refused("no file is read here");
	if (asked !== endpoint)
		throw new Refused(`there is nothing at ${asked}, only at ${endpoint}`);
	print(line, await run(line));
} catch (error) {
	console.error(`aws: ${error instanceof Error ? error.message : error}`);
	process.exitCode = error instanceof Refused ? 252 : 254;
}

function optionsOf({ common }: CommandLine) {
	return {
		endpoint,
		region: common.region ?? "us-east-1",
		credentials: { accessKeyId: "local", secretAccessKey: "local" },
		useQueueUrlAsEndpoint: false,
		forcePathStyle: true,
	};
}

async function send(line: CommandLine): Promise<object> {
	if (line.classes === undefined) throw new Refused(`no ${line.command} here`);
	const { Client, Command } = line.classes;
	const answer = await new Client(optionsOf(line)).send(
		new Command(line.input),
	);
	return { ...answer, $metadata: undefined };
}

async function invoke(line: CommandLine): Promise<string> {
	const { Payload = new Uint8Array() } = (await send(line)) as {
		readonly Payload?: Uint8Array;
	};
	const answer = Buffer.from(Payload).toString();
	// A pipe from Node cannot be opened by this name.
	if (line.words[0] === "/dev/stdout") return answer;
	if (line.words[0] !== "answer.json")
		throw new Refused("the answer goes to /dev/stdout or answer.json here");
	writeFileSync(line.words[0], answer);
	return JSON.stringify({ StatusCode: 200 });
}

async function tail(line: CommandLine): Promise<string> {
	const [logGroupName] = line.words;
	const { since = "10m", "filter-pattern": filterPattern } =
		line.input as Readonly<Record<string, string>>;
	const lines: string[] = [];
	for await (const { events = [] } of paginateFilterLogEvents(
		{ client: new CloudWatchLogsClient(optionsOf(line)) },
		{
			logGroupName,
			startTime: Date.now() - millisecondsOf(since),
			filterPattern,
		},
	))
		for (const { timestamp = 0, logStreamName, message } of events)
			lines.push(
				`${new Date(timestamp).toISOString()} ${logStreamName} ${message}`,
			);
	return lines.join("\n");
}

function millisecondsOf(since: string): number {
	const [, count, unit = ""] = /^(\d+)([smhdw])$/.exec(since) ?? [];
	const seconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[unit];
	if (seconds === undefined) throw new Refused(`cannot read --since ${since}`);
	return Number(count) * seconds * 1000;
}

async function upload(line: CommandLine): Promise<void> {
	const [from, to = ""] = line.words;
	const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*[^/])$/.exec(to) ?? [];
	if (from !== "-" || Bucket === undefined)
		throw new Refused("s3 cp takes - and an object here");
	await new S3Client(optionsOf(line)).send(
		new PutObjectCommand({ Bucket, Key, Body: readFileSync(0) }),
	);
}

function print({ common }: CommandLine, answer: unknown): void {
	const { query, output } = common;
	const chosen = query === undefined ? answer : select(query, answer);
	if (typeof chosen === "string") console.log(chosen);
	else if (output === "text") console.log([chosen].flat().join("\t"));
	else if (chosen !== undefined) console.log(JSON.stringify(chosen, null, 4));
}

type Output = { readonly OutputKey: string; readonly OutputValue: string };

/** Of --query what the documents ask for. */
function select(query: string, answer: unknown): unknown {
	const { Target, Stacks = [] } = answer as {
		readonly Target?: object;
		readonly Stacks?: readonly { readonly Outputs?: readonly Output[] }[];
	};
	if (query === "Target") return Target;
	const [, equal, part = ""] =
		/^Stacks\[0\]\.Outputs\[\?(?:OutputKey=='(\w+)'|contains\(OutputKey, '(\w+)'\))\]\.OutputValue$/.exec(
			query,
		) ?? [];
	if (`${equal ?? ""}${part}` === "")
		throw new Refused(`unknown --query ${query}`);
	return (Stacks[0]?.Outputs ?? [])
		.filter(({ OutputKey }) =>
			equal === undefined ? OutputKey.includes(part) : OutputKey === equal,
		)
		.map(({ OutputValue }) => OutputValue);
}
