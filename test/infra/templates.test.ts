import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, test } from "vitest";
import { loadTemplates } from "../../functions/send-email/adapters/template-files.ts";
import { readSenders } from "../../infra/senders.ts";
import { Harness } from "../support/harness.ts";
import { newApp, stackWith } from "../support/synth.ts";
import { filesOf, TEMPLATES } from "../support/templates.ts";

const folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-templates-"));
afterAll(() => rmSync(folder, { recursive: true }));

const BROKEN = join(import.meta.dirname, "..", "fixtures", "broken-templates");

interface FunctionResource {
	readonly Type: string;
	readonly Properties: {
		readonly Description: string;
		readonly Code: { readonly S3Key: string };
	};
}

/** A synthesized app with a stack per folder of templates, and the folder of each sending function's code. */
function synthesized(...templates: readonly (string | undefined)[]) {
	const outdir = mkdtempSync(join(folder, "out-"));
	const app = newApp({ outdir });
	const names = templates.map((path, index) => {
		const props = path === undefined ? {} : { templates: path };
		return stackWith(props, { app, id: `Team${index}` }).stack.stackName;
	});
	app.synth();
	return names.map((stackName) => {
		const templateFile = join(outdir, `${stackName}.template.json`);
		const { Resources } = JSON.parse(readFileSync(templateFile, "utf8"));
		const key =
			Object.values<FunctionResource>(Resources).find(
				({ Type, Properties }) =>
					Type === "AWS::Lambda::Function" &&
					/^Sends/.test(Properties.Description),
			)?.Properties.Code.S3Key ?? "";
		const code = join(outdir, `asset.${key.replace(".zip", "")}`);
		return {
			stack: {
				stackName,
				region: undefined,
				templateFile,
				assemblyFolder: outdir,
			},
			key,
			code,
		};
	});
}

/** Another set: one plain template of that name. */
function setWith(name: string): string {
	const set = mkdtempSync(join(folder, "set-"));
	mkdirSync(join(set, name));
	for (const [file, text] of Object.entries({
		subject: "Hi",
		text: "Hi",
		"schema.json": '{"type":"object"}',
	}))
		writeFileSync(join(set, name, file), text);
	return set;
}

const deployed = (code: string) =>
	loadTemplates({
		file: join(code, "templates.json"),
		engine: join(code, "templates.mjs"),
	});

describe("a sender with templates", () => {
	test("has them, checked, and what renders them beside the same bundle", async () => {
		const [bare, full] = synthesized(undefined, TEMPLATES);
		const own = readdirSync(bare?.code ?? "");
		expect(readdirSync(full?.code ?? "").toSorted()).toEqual(
			[...own, "templates.json", "templates.mjs"].toSorted(),
		);
		expect(readFileSync(join(full?.code ?? "", "index.mjs"))).toEqual(
			readFileSync(join(bare?.code ?? "", "index.mjs")),
		);
	});

	test("renders them with what was deployed", async () => {
		const [{ code = "" } = {}] = synthesized(TEMPLATES);
		const templates = await deployed(code);
		expect(templates.names).toEqual(["order-shipped"]);
		const sample = JSON.parse(filesOf("order-shipped")["sample.json"] ?? "");
		expect(templates.render("order-shipped", sample)).toMatchObject({
			kind: "rendered",
			subject: "Your order FF-20417 is on its way",
		});
	});

	test("starts, and sends", async () => {
		const [full] = synthesized(TEMPLATES);
		const local = await Harness.start({
			stacks: full === undefined ? [] : [full.stack],
		});
		try {
			await local.send({
				id: "one",
				to: "ann@example.com",
				subject: "Hi",
				text: "Hi",
			});
			await local.settle();
			expect(local.accepted).toHaveLength(1);
		} finally {
			await local.stop();
		}
	});

	test("has its own when another in the app has others", async () => {
		const [one, other] = synthesized(setWith("welcome"), setWith("goodbye"));
		expect((await deployed(one?.code ?? "")).names).toEqual(["welcome"]);
		expect((await deployed(other?.code ?? "")).names).toEqual(["goodbye"]);
	});

	test("has the same asset as long as they are the same", () => {
		const [one] = synthesized(setWith("welcome"));
		const [again] = synthesized(setWith("welcome"));
		expect(again?.key).toBe(one?.key);
	});
});

describe("a sender without templates", () => {
	test("has nothing but its bundle", async () => {
		const [{ code = "", key } = {}] = synthesized(undefined);
		expect(
			readdirSync(code).filter((file) => !/^later-[A-Z0-9]+\.mjs$/.test(file)),
		).toEqual(["index.mjs"]);
		expect(
			readFileSync(
				join(inject("assemblyFolder"), "GmailSender-mail.template.json"),
				"utf8",
			),
		).toContain(key);
		expect((await deployed(code)).names).toEqual([]);
	});
});

describe("the synth", () => {
	test("fails with every fault of every template", () => {
		expect(() => stackWith({ templates: BROKEN, name: "mail" })).toThrow(
			`Cannot create the sender "mail" as its templates in ${BROKEN} are not right:
  - notes.md: it is in no template's folder: move it into one, or away
  - greeting/schema.json: it is no JSON Schema of 2020-12: strict mode: unknown keyword: "maxLenght"
  - greeting/html.html:2:1: tag {% if name %} not closed
  - receipt/subject.liquid:2: a subject is one line: write it, with its tags, on the first
  - receipt/text.txt:1:4: the clock is not there for a template, or a second try would give another mail: put the time into the data`,
		);
	});

	test("fails when there is no such folder", () => {
		expect(() => stackWith({ templates: join(folder, "nowhere") })).toThrow(
			/as its templates are no folder: current value is .*nowhere; allowed: the path of a folder/,
		);
	});
});

describe("senders.json", () => {
	test("names the folder relative to itself", () => {
		const file = join(folder, "senders.json");
		writeFileSync(
			file,
			JSON.stringify({
				senders: [
					{ name: "mail", mailbox: "a@b.example", templates: "mail/templates" },
				],
			}),
		);
		expect(readSenders(file)).toMatchObject([
			{ templates: join(folder, "mail", "templates") },
		]);
	});
});
