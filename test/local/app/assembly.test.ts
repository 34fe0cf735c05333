import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, CfnOutput, Stack, Stage } from "aws-cdk-lib";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import {
	Code,
	Function as LambdaFunction,
	Runtime,
} from "aws-cdk-lib/aws-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAssembly, readFinished } from "../../../local/app/assembly.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-assembly-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const namesOf = (stacks: readonly { readonly stackName: string }[]) =>
	stacks.map(({ stackName }) => stackName);

/** An assembly by hand: a stack of each name, without anything in it. */
function assembly(name: string, ...stackNames: readonly string[]): string {
	const path = join(folder, name);
	const artifacts = Object.fromEntries(
		stackNames.map((stackName) => [
			stackName,
			{
				type: "aws:cloudformation:stack",
				environment: "aws://unknown-account/unknown-region",
				properties: { templateFile: `${stackName}.json` },
			},
		]),
	);
	write(`${name}/manifest.json`, { version: "1.0.0", artifacts });
	for (const stackName of stackNames)
		write(`${name}/${stackName}.json`, { Resources: {} });
	return path;
}

function write(name: string, value: unknown): void {
	const file = join(folder, name);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(value));
}

describe("readAssembly()", () => {
	test("finds the stacks of stages, with the assets of the app", () => {
		const app = new App({ outdir: folder });
		new Stack(app, "Top", { env: { region: "eu-west-1" } });
		const stack = new Stack(new Stage(app, "Prod"), "Mail");
		new LambdaFunction(stack, "Fn", {
			runtime: Runtime.NODEJS_24_X,
			handler: "index.handler",
			code: Code.fromAsset(
				join(import.meta.dirname, "../../fixtures/functions/failing"),
			),
		});
		app.synth();
		expect(readAssembly(folder)).toMatchObject([
			{
				stackName: "Prod-Mail",
				region: undefined,
				assemblyFolder: folder,
				templateFile: expect.stringMatching(
					/assembly-Prod.ProdMail\w+\.template/,
				),
			},
			{ stackName: "Top", region: "eu-west-1" },
		]);
	});

	test("puts the stack that exports before the one that imports", () => {
		const app = new App({ outdir: folder });
		const importing = new Stack(app, "A");
		const exporting = new Stack(app, "B");
		const { importValue } = new CfnOutput(exporting, "O", {
			value: "v",
			exportName: "name",
		});
		new CfnOutput(importing, "Imported", { value: importValue });
		app.synth();
		expect(namesOf(readAssembly(folder))).toEqual(["B", "A"]);
	});

	test("tells one name in two accounts apart", () => {
		const app = new App({ outdir: folder });
		for (const account of ["111111111111", "222222222222"])
			new Stack(app, `In${account}`, { stackName: "Mail", env: { account } });
		app.synth();
		expect(namesOf(readAssembly(folder))).toEqual([
			"In111111111111",
			"In222222222222",
		]);
	});

	test.each([
		[
			"that is not there",
			() => "nowhere",
			/there is no file \S+nowhere\/manifest\.json; give/,
		],
		[
			"whose manifest is broken",
			() => {
				mkdirSync(join(folder, "broken"));
				writeFileSync(join(folder, "broken", "manifest.json"), "{");
				return "broken";
			},
			/Cannot read \S+manifest\.json: .*; let cdk synth write it again/,
		],
	])("refuses a folder %s", (_what, make, sentence) => {
		expect(() => readAssembly(join(folder, make()))).toThrow(sentence);
	});
});

describe("readFinished()", () => {
	test("reads several apps as one", () => {
		const { stacks } = readFinished([
			assembly("a", "One"),
			assembly("b", "Two"),
		]);
		expect(namesOf(stacks)).toEqual(["One", "Two"]);
	});

	test("refuses two stacks of one name", () => {
		expect(() =>
			readFinished([assembly("a", "One"), assembly("b", "One")]),
		).toThrow("Cannot start two stacks of the name One: give one of them");
	});

	test("tells of look-ups that the app has no answer to", () => {
		const app = new App({ outdir: folder });
		const stack = new Stack(new Stage(app, "Prod"), "Net", {
			env: { account: "111111111111", region: "eu-west-1" },
		});
		Vpc.fromLookup(stack, "Vpc", { isDefault: true });
		app.synth();
		expect(readFinished([folder]).notices).toEqual([
			expect.stringMatching(
				/made-up values stand for vpc-provider:\S+: type npx cdk synth once/,
			),
		]);
	});
});
