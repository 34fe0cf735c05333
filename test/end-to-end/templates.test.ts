import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "local-aws";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ENV } from "../../core/contract.ts";
import { readAssembly } from "../../local/app/assembly.ts";
import { Harness } from "../support/harness.ts";
import { newApp, stackWith } from "../support/synth.ts";
import { filesOf, TEMPLATES } from "../support/templates.ts";

const outdir = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-templated-"));
afterAll(() => rmSync(outdir, { recursive: true }));

const SAMPLE = JSON.parse(filesOf("order-shipped")["sample.json"] ?? "{}");

let stacks: readonly SynthesizedStack[];
beforeAll(async () => {
	const app = newApp({ outdir });
	stackWith({ templates: TEMPLATES }, { app });
	app.synth();
	stacks = readAssembly(outdir);
});

let stack: Harness;
afterEach(() => stack.stop());

const templated = (fields: object = {}) => ({
	id: "order-1",
	to: "ann@example.com",
	template: "order-shipped",
	data: SAMPLE,
	...fields,
});

describe("a message by template", () => {
	test("a message by template is rendered", async () => {
		stack = await Harness.start({ stacks });
		await stack.send(templated());
		await stack.settle();
		const [got] = stack.local.inbox.store.list();
		expect(got?.recipients).toEqual(["ann@example.com"]);
		expect(got?.email.subject).not.toMatch(/[{}]/);
		expect(got?.email.html).toContain("<table");
		expect(got?.email.text).not.toMatch(/\{\{|\{%/);
	});

	test.each([
		[{ data: {} }, /^\/data\//],
		[{ template: "nothing-like-it" }, /^\/template$/],
	])("with %j is refused with the field's pointer", async (fields, pointer) => {
		stack = await Harness.start({ stacks });
		await stack.send(templated(fields));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{
				facts: {
					cause: "bad-message",
					key: "order-1",
					problems: expect.arrayContaining([
						expect.objectContaining({
							pointer: expect.stringMatching(pointer),
						}),
					]),
				},
			},
		]);
		expect(stack.accepted).toHaveLength(0);
	});

	test("that comes twice with one id is sent once, and with other data is refused", async () => {
		stack = await Harness.start({ stacks });
		await stack.send(templated());
		await stack.settle();
		await stack.send(templated());
		await stack.send(templated({ to: "bob@example.com" }));
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "key-reused" } },
		]);
	});

	test("that may have been sent goes out once more with the same bytes", async () => {
		stack = await Harness.start({ stacks });
		stack.gmail.faults.replace([
			{ stage: "eom", drop: "reset", accept: true, times: 1 },
		]);
		await stack.send(templated());
		await stack.settle();
		await stack.pass(60, 20);
		const bytes = stack.accepted.map(({ raw }) => raw.toString());
		expect(bytes).toHaveLength(2);
		expect(new Set(bytes).size).toBe(1);
	});

	test("of a route whose schema is for other data refuses the event, and keeps it", async () => {
		stack = await Harness.start({
			stacks,
			environment: {
				[ENV.defaultRoute]: JSON.stringify({
					to: "team@example.com",
					template: "order-shipped",
				}),
			},
		});
		await stack.send({
			version: "0",
			id: "17793124-05d4-b198-2fde-7ededc63b103",
			source: "shop.orders",
			"detail-type": "Order Shipped",
			account: "123456789012",
			time: "2026-11-25T08:00:00Z",
			region: "eu-west-1",
			resources: [],
			detail: SAMPLE,
		});
		await stack.settle();
		const [dead] = stack.deadLetters();
		expect(dead?.facts).toMatchObject({
			cause: "bad-message",
			key: expect.stringContaining("17793124-05d4"),
		});
		expect(JSON.stringify(dead?.facts)).not.toContain("/data/bucket");
		expect(stack.accepted).toHaveLength(0);
	});
});
