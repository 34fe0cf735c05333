import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeMail } from "../../core/event/write-mail.ts";
import { bodyOf, eventOf, jsonOf } from "../support/events.ts";
import type { Harness } from "../support/harness.ts";
import { localFlags, typeOps } from "../support/ops.ts";
import { CLOUD, startWithRoutes } from "../support/routes.ts";

const FIXTURES = join(import.meta.dirname, "..", "fixtures", "events");
const file = (name: string) => join(FIXTURES, `${name}.json`);
const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-preview-event-"));
afterAll(() => rmSync(folder, { recursive: true }));

const preview = (...args: string[]) => typeOps(["preview", ...args]);

describe("ops preview of an event, without a stack", () => {
	test.each([
		"glue-failed",
		"alarm-metric-math-sns",
		"s3-put",
		"codecommit-trigger-sns",
	])("prints the mail that %s becomes by a defaultRoute", async (name) => {
		const { subject, text, html } = writeMail(eventOf(bodyOf(name)));
		const { code, out } = await preview(file(name), "--json");
		expect(code).toBe(0);
		expect(JSON.parse(out)).toEqual({ subject, text, html });
		expect((await preview(file(name))).out).toBe(
			`Subject: ${subject}\n\n${text.trimEnd()}\n`,
		);
	});

	test("says where its HTML is", async () => {
		const path = join(folder, "mail.html");
		expect(await preview(file("glue-failed"), "--out", path)).toMatchObject({
			code: 0,
			out: expect.stringContaining(`Its HTML is in ${path}`),
		});
	});

	test("tells why an event becomes no mail", async () => {
		const path = join(folder, "cut-off.json");
		writeFileSync(
			path,
			JSON.stringify({ ...jsonOf("glue-failed"), id: undefined }),
		);
		expect(await preview(path)).toMatchObject({
			code: 1,
			out: expect.stringContaining("/id is not allowed: the field is missing"),
		});
		expect(await preview(path, "--json")).toMatchObject({
			code: 1,
			out: expect.stringMatching(/^\{"faults":\[/),
		});
		expect(await preview(file("s3-test-event"))).toMatchObject({
			code: 1,
			out: expect.stringContaining("nothing is mailed"),
		});
	});

	test("is for events alone", async () => {
		const path = join(folder, "message.json");
		writeFileSync(path, '{"to":"a@example.com","subject":"s","text":"t"}');
		expect(await preview(path)).toMatchObject({
			code: 2,
			err: expect.stringMatching(
				/no event of an AWS service: check a message with/,
			),
		});
		expect(await preview(file("s3-put"), "--data", path)).toMatchObject({
			code: 2,
			err: expect.stringContaining("Cannot use --data with an event"),
		});
	});
});

describe("ops preview of an event, by a sender's routes", () => {
	let stack: Harness;
	beforeAll(async () => {
		stack = await startWithRoutes({
			routes: [
				{
					match: { source: "aws.glue" },
					to: CLOUD,
					subject: "[prod] {subject}",
				},
				{ match: { source: "aws.sns" }, message: true },
				{ match: { source: "aws.rds" }, to: CLOUD, template: "nowhere" },
			],
		});
	});
	afterAll(() => stack.stop());
	const bySender = (name: string) => preview(file(name), ...localFlags(stack));

	test("takes the subject of its route", async () => {
		expect(await bySender("glue-failed")).toMatchObject({
			code: 0,
			out: expect.stringMatching(
				/^Subject: \[prod\] FAILED: Glue Job nightly-orders/,
			),
		});
	});

	test("says that no route is for it, or what its route asks for", async () => {
		expect(await bySender("ec2-state-change")).toMatchObject({
			code: 1,
			out: expect.stringMatching(
				/^no route matches this event \(source aws\.ec2/,
			),
		});
		expect(await bySender("sns-json")).toMatchObject({
			code: 2,
			err: expect.stringContaining("its route reads the message in it"),
		});
		expect(await bySender("rds-instance-failover")).toMatchObject({
			code: 2,
			err: expect.stringContaining("Cannot find the template nowhere"),
		});
	});
});
