import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outcomeConditions } from "../../infra/constructs/access/producer-grants.ts";
import type { Harness } from "../support/harness.ts";
import { BILLING, startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";
import { OnCallShell } from "../support/on-call-shell.ts";
import { readText } from "../support/source-tree.ts";

const lacksPython =
	spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status !==
	0;

/** What docs/publishing.md says to type, by its language. */
function recipe(language: string): string {
	const [, section = ""] = readText("docs/publishing.md").split(
		"### Read the state table",
	);
	const [, code = ""] =
		new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(section) ?? [];
	return code;
}

/** The id that the recipe for the AWS CLI asks for. */
const ID = "order-4711-shipped";
const FAILED = {
	state: { S: "FAILED" },
	deadCause: { S: "bad-recipient" },
	updatedAt: { N: expect.stringMatching(/^\d{13}$/) },
};

let stack: Harness;
beforeAll(async () => {
	stack = await startWithLimits({ messages: 1000, recipients: 1000 });
	const refused = mail({ id: ID, to: "reply-550-5.1.1@example.com" });
	await stack.send(refused, {}, undefined, BILLING);
	await stack.settle();
});
afterAll(() => stack.stop());

describe("the recipe of docs/publishing.md tells what became of a message:", () => {
	test("by the AWS CLI", async () => {
		const shell = new OnCallShell(stack.local.aws.port);
		try {
			const { out, err } = await shell.type(
				`MAIL_TABLE_NAME=${stack.sender.tableName}\n${recipe("bash")}`,
				{},
			);
			expect(err).toBe("");
			expect(JSON.parse(out)).toEqual({ Item: FAILED });
		} finally {
			shell.close();
		}
	});

	test.skipIf(lacksPython)("in Python", async () => {
		const ask = `${recipe("python")}
import json
print(json.dumps([outcome_of("${ID}"), outcome_of("never-sent")]))`;
		const { stdout } = await promisify(execFile)("python3", ["-c", ask], {
			env: {
				PATH: process.env.PATH,
				HOME: process.env.HOME,
				MAIL_TABLE_NAME: stack.sender.tableName,
				AWS_ENDPOINT_URL: stack.local.aws.url,
				AWS_DEFAULT_REGION: "us-east-1",
				AWS_ACCESS_KEY_ID: "local",
				AWS_SECRET_ACCESS_KEY: "local",
			},
		});
		expect(JSON.parse(stdout)).toEqual([FAILED, null]);
	});
});

test.each(["bash", "python"])(
	"the %s recipe reads what its role may read, and nothing else",
	(language) => {
		const [, projection = ""] =
			/projection-?expression[= ]"(.*?)"/i.exec(recipe(language)) ?? [];
		expect(recipe(language)).toMatch(/names[= ]'?\{"#state": ?"state"\}/i);
		const read = projection.replace("#state", "state").split(", ");
		const granted = outcomeConditions("billing")["ForAllValues:StringEquals"];
		expect(["pk", ...read].toSorted()).toEqual(
			granted["dynamodb:Attributes"].toSorted(),
		);
	},
);
