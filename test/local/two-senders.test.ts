import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { afterAll, expect, test } from "vitest";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { readAssembly } from "../../local/app/assembly.ts";
import { stackOf } from "../../local/senders.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { typeOps } from "../support/ops.ts";

const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-two-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("several senders in one template all start, each with its own mailbox", async () => {
	const app = new App({ outdir: folder });
	const team = new Stack(app, "Team");
	new GmailSender(team, "Alerts", {
		mailbox: "alerts@example.com",
		mailboxType: "workspace",
	});
	new GmailSender(team, "Billing", {
		mailbox: "billing@example.com",
		mailboxType: "workspace",
	});
	app.synth();
	const stack = await Harness.start({ stacks: readAssembly(folder) });
	try {
		expect(stack.local.senders.map(({ name }) => name)).toEqual([
			"Team-Alerts",
			"Team-Billing",
		]);
		for (const { queueUrl } of stack.local.senders)
			await stack.send(mail(), {}, queueUrl);
		while (stack.accepted.length < 2)
			await new Promise((resolve) => setTimeout(resolve, 20));
		expect(stack.accepted.map(({ mailbox }) => mailbox).toSorted()).toEqual([
			"alerts@example.com",
			"billing@example.com",
		]);
	} finally {
		await stack.stop();
	}
});

test("a sender whose stack is in a region of its own is reached in it", async () => {
	const app = new App({ outdir: join(folder, "regions") });
	for (const region of ["us-east-1", "eu-west-1"])
		new GmailSender(new Stack(app, region, { env: { region } }), "Mail", {
			mailbox: `${region}@example.com`,
			mailboxType: "workspace",
		});
	app.synth();
	const stack = await Harness.start({
		stacks: readAssembly(join(folder, "regions")),
	});
	const { aws } = stack.local;
	try {
		expect(
			stack.local.senders.map((sender) => stackOf(aws, sender)?.name),
		).toEqual(["eu-west-1", "us-east-1"]);
		for (const { name } of stack.local.senders) {
			const { out, err } = await typeOps([
				...["status", "--sender", name],
				...["--local", "--port", String(aws.port)],
			]);
			expect(out, err).toMatch(/^Sending/);
		}
	} finally {
		await stack.stop();
	}
});
