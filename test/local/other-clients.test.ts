import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

const run = promisify(execFile);
const has = (command: string, ...args: string[]) =>
	spawnSync(command, args).status === 0;
const SUBJECT = "Grüße aus Köln 😀 — 日本語";
const PYTHON = `
import boto3, json, os, sys
client = boto3.client("sqs", endpoint_url=os.environ["ENDPOINT"])
client.send_message(QueueUrl=sys.argv[1], MessageBody=sys.argv[2])
`;

let stack: Harness;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
	stack = await Harness.start();
	env = {
		...process.env,
		AWS_ACCESS_KEY_ID: "local",
		AWS_SECRET_ACCESS_KEY: "local",
		AWS_DEFAULT_REGION: "us-east-1",
		AWS_PAGER: "",
		ENDPOINT: stack.local.aws.url,
	};
});
afterAll(() => stack.stop());

async function arrived(id: string): Promise<readonly (string | undefined)[]> {
	await stack.settle();
	const mails = stack.local.inbox.store
		.list()
		.filter(({ email }) =>
			email.headers.some(({ key, value }) => key === "x-id" && value === id),
		);
	return mails.map(({ email }) => email.subject);
}

const message = (id: string) =>
	JSON.stringify(mail({ id, subject: SUBJECT, headers: { "X-Id": id } }));

describe("a message sent by", () => {
	test("@aws-sdk/client-sqs arrives once, as it was", async () => {
		await stack.send(message("sdk"));
		expect(await arrived("sdk")).toEqual([SUBJECT]);
	});

	test.skipIf(!has("aws", "--version"))(
		"the AWS CLI arrives once, as it was",
		async () => {
			await run(
				"aws",
				[
					"sqs",
					"send-message",
					"--endpoint-url",
					stack.local.aws.url,
					"--queue-url",
					stack.sender.queueUrl,
					"--message-body",
					message("cli"),
				],
				{ env },
			);
			expect(await arrived("cli")).toEqual([SUBJECT]);
		},
	);

	test.skipIf(!has("python3", "-c", "import boto3"))(
		"Python's SDK arrives once, as it was",
		async () => {
			await run(
				"python3",
				["-c", PYTHON, stack.sender.queueUrl, message("python")],
				{ env },
			);
			expect(await arrived("python")).toEqual([SUBJECT]);
		},
	);
});

test("a client that is too old is told the versions that the README names", async () => {
	const body = new URLSearchParams({ Action: "ListQueues" });
	const answer = await fetch(stack.sender.queueUrl, { method: "POST", body });
	const versions = (await answer.text()).match(/\d+\.\d+\.\d+/g);
	expect(versions).toHaveLength(5);
	const readme = readFileSync("README.md", "utf8");
	for (const version of versions ?? []) expect(readme).toContain(version);
});
