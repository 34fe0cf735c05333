import { Stack } from "aws-cdk-lib";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { newApp } from "../support/synth.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

interface EmfLine {
	readonly _aws: {
		readonly CloudWatchMetrics: readonly {
			readonly Namespace: string;
			readonly Dimensions: readonly (readonly string[])[];
			readonly Metrics: readonly { readonly Name: string }[];
		}[];
	};
	readonly [name: string]: unknown;
}

function emitted(): readonly string[] {
	return stack.lines
		.filter((line) => line.startsWith('{"_aws"'))
		.map((line) => JSON.parse(line) as EmfLine)
		.flatMap((line) =>
			line._aws.CloudWatchMetrics.flatMap(
				({ Namespace, Dimensions, Metrics }) =>
					Metrics.flatMap(({ Name }) =>
						Dimensions.map((names) =>
							keyOf(
								Namespace,
								Name,
								Object.fromEntries(
									names.map((name) => [name, String(line[name])]),
								),
							),
						),
					),
			),
		);
}

function keyOf(
	namespace: string,
	name: string,
	dimensions: Readonly<Record<string, unknown>>,
): string {
	return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

async function sendOneOfEachKind(): Promise<void> {
	await stack.send(mail({ id: "sent", tags: { order: "42" } }));
	await stack.send(mail({ id: "refused", to: "reply-550-5.1.1@example.com" }));
	await stack.send(mail({ id: "doubt", to: "drop-after-data@example.com" }));
	await stack.send(mail({ id: "late", notAfter: "2020-01-01T00:00:00Z" }));
	await stack.settle();
	await stack.pass(5);
}

describe("what a sender emits", () => {
	test("has every named metric of the construct, with its namespace, name and dimensions", async () => {
		await sendOneOfEachKind();
		await stack.local.aws.tick();
		const sender = new GmailSender(new Stack(newApp(), "Team"), "Mail", {
			name: stack.sender.name,
			mailbox: "a@example.com",
			mailboxType: "workspace",
		});
		const metrics: Metric[] = [
			sender.metricSent(),
			sender.metricDeadLettered(),
			sender.metricInDoubt(),
		];
		const seen = new Set(emitted());
		for (const { namespace, metricName, dimensions = {} } of metrics)
			expect(seen).toContain(keyOf(namespace, metricName, dimensions));
	});

	test("tells producers each outcome, with tags and without addresses", async () => {
		await sendOneOfEachKind();
		const outcomes = stack.outcomes();
		expect(
			outcomes.map(({ id, outcome, cause }) => [id, outcome, cause]).toSorted(),
		).toEqual([
			["doubt", "in-doubt", "in-doubt"],
			["late", "expired", undefined],
			["refused", "failed", "bad-recipient"],
			["sent", "sent", undefined],
		]);
		expect(outcomes.find(({ id }) => id === "sent")).toMatchObject({
			version: 1,
			sender: stack.sender.name,
			tags: { order: "42" },
		});
		expect(stack.log("sent")).toMatchObject([{ tags: { order: "42" } }]);
	});

	test("holds no password, body, subject or full address", async () => {
		const canary = "canary-4711";
		const message = {
			id: "private",
			subject: `${canary}-subject`,
			text: `${canary}-text`,
			to: [`${canary}@example.com`, "reply-550-5.1.1@example.com"],
		};
		await stack.send(mail(message));
		await stack.send(
			mail({ ...message, id: "bad", to: `${canary} @example.com` }),
		);
		await stack.send(
			mail({
				...message,
				id: "doubt",
				to: `${canary}-2@example.com`,
				headers: { "X-A": canary },
			}),
		);
		await stack.settle();
		stack.gmail.faults.replace([
			{
				stage: "auth",
				reply: `534-5.7.14 <https://accounts.google.com/ContinueSignIn?sarp=1&plt=${canary}\n534 5.7.14 ${canary}> Please log in via your web browser for ${canary}@example.com`,
			},
		]);
		stack.gmail.dropConnections();
		stack.local.aws.advance(30_000);
		await stack.send(mail({ ...message, id: "blocked" }));
		await stack.settle();
		expect(await stack.breaker()).toMatchObject({ cause: "auth" });
		const rows = JSON.stringify(await stack.rows());
		const facts = JSON.stringify(
			stack.deadLetters().map((letter) => letter.facts),
		);
		const everything = [
			stack.lines.join("\n"),
			JSON.stringify(stack.outcomes()),
			rows,
			facts,
		].join("\n");
		expect(everything).not.toContain(canary);
		expect(everything).not.toContain("localonlypasswrd");
		// The table is keyed by the mailbox; what people read is not to name it in full.
		const readByPeople = everything.replace(rows, "");
		expect(readByPeople).not.toContain(stack.sender.mailbox);
	});
});

describe("a mail sent in quiet times", () => {
	test("costs two table writes and its share of one per batch, and hardly any other call", async () => {
		await stack.send(mail({ id: "warm-up" }));
		await stack.settle();
		const { calls } = stack.local.aws.endpoint;
		calls.clear();
		const count = 180;
		await stack.sendMany(count);
		await stack.settle();
		expect(stack.accepted).toHaveLength(count + 1);
		const per = (key: string) => (calls.get(key) ?? 0) / count;
		expect(per("dynamodb PutItem")).toBeLessThanOrEqual(2.3);
		expect(per("dynamodb GetItem")).toBeLessThanOrEqual(0.5);
		expect(per("secretsmanager GetSecretValue")).toBeLessThanOrEqual(0.02);
		const beyondThePoller = [...calls].filter(
			([key]) =>
				key.startsWith("sqs ") &&
				!/ReceiveMessage|DeleteMessageBatch|SendMessageBatch/.test(key),
		);
		expect(
			beyondThePoller.reduce((sum, [, times]) => sum + times, 0) / count,
		).toBeLessThanOrEqual(0.3);
	});
});
