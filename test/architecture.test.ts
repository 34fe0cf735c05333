import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { BREAKER_GAUGE, METRIC } from "../core/contract.ts";
import { ALARMS } from "../infra/constructs/alarms/alarms.ts";

const ROOT = join(import.meta.dirname, "..");
const SOURCES = [
	"core",
	"functions",
	"infra",
	"local",
	"ops",
	"publisher",
	"schema",
];

interface Source {
	readonly path: string;
	readonly text: string;
	/** Paths of the project's own files it imports. */
	readonly imports: readonly string[];
	/** Packages it imports, types left out. */
	readonly packages: readonly string[];
}

const sources: readonly Source[] = SOURCES.flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
		.map((file) => read(join(folder, file))),
);

function read(path: string): Source {
	const text = readFileSync(join(ROOT, path), "utf8");
	const statements = [
		...text.matchAll(
			/^(?:import|export)\s+(type\s+)?[^;]*?from\s+"([^"]+)"|^import\s+()"([^"]+)"/gm,
		),
	];
	const specifiers = statements.map((match) => ({
		name: match[2] ?? match[4] ?? "",
		isType: match[1] !== undefined,
	}));
	return {
		path,
		text,
		imports: specifiers
			.filter(({ name }) => name.startsWith("."))
			.map(({ name }) => relative(ROOT, resolve(ROOT, path, "..", name))),
		packages: specifiers
			.filter(({ name, isType }) => !name.startsWith(".") && !isType)
			.map(({ name }) => name),
	};
}

const inFolder = (folder: string) =>
	sources.filter(({ path }) => path.startsWith(`${folder}/`));
const TEMPLATES = "core/template/";
const templates = inFolder("core/template");
const domain = inFolder("core").filter(
	({ path }) => !path.startsWith(TEMPLATES),
);
const withoutComments = (text: string) =>
	text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

describe("core/", () => {
	test("imports only itself and the schema library", () => {
		for (const { path, imports, packages } of domain) {
			expect(
				imports.filter(
					(target) =>
						!target.startsWith("core/") || target.startsWith(TEMPLATES),
				),
				path,
			).toEqual([]);
			expect(
				packages.filter((name) => name !== "valibot"),
				path,
			).toEqual([]);
		}
	});

	test.each([
		["clock", /Date\.now|new Date\(\)|performance\./],
		["randomness", /Math\.random|randomUUID|randomBytes|crypto\./],
		["environment", /process\./],
		["waiting", /\bawait\b|\basync\b|setTimeout|Promise/],
		["console", /console\.(log|info|warn|error|debug|trace|table|dir)\b/],
	])("has no %s", (_what, pattern) => {
		for (const { path, text } of domain)
			expect(withoutComments(text), path).not.toMatch(pattern);
	});
});

describe("template/", () => {
	test("imports only itself, core/, and the libraries for Liquid and JSON Schema", () => {
		expect(templates).not.toEqual([]);
		for (const { path, imports, packages } of templates) {
			expect(
				imports.filter((target) => !target.startsWith("core/")),
				path,
			).toEqual([]);
			expect(
				packages.filter(
					(name) => !/^(liquidjs|ajv|ajv-formats)(\/|$)/.test(name),
				),
				path,
			).toEqual([]);
		}
	});

	test.each([
		["clock", /Date\.now|new Date\(\)|performance\./],
		["randomness", /Math\.random|randomUUID|randomBytes|crypto\./],
		["environment", /process\./],
	])("has no %s", (_what, pattern) => {
		for (const { path, text } of templates)
			expect(withoutComments(text), path).not.toMatch(pattern);
	});
});

describe("arrows", () => {
	test("lead from infra to core only by contract.ts, manifest.ts and template/", () => {
		for (const { path, imports } of inFolder("infra")) {
			expect(
				imports.filter(
					(target) =>
						(target.startsWith("functions/") || target.startsWith("core/")) &&
						target !== "core/contract.ts" &&
						target !== "core/manifest.ts" &&
						!target.startsWith(TEMPLATES),
				),
				path,
			).toEqual([]);
		}
	});

	test.each([{ folder: "ops" }, { folder: "local" }])(
		"lead from $folder to none of the functions",
		({ folder }) => {
			for (const { path, imports } of inFolder(folder)) {
				const others = imports.filter((target) =>
					target.startsWith("functions/"),
				);
				expect(others, path).toEqual([]);
			}
		},
	);

	test("lead from publisher only to core/", () => {
		for (const { path, imports } of inFolder("publisher"))
			expect(
				imports.filter(
					(target) =>
						!target.startsWith("publisher/") && !target.startsWith("core/"),
				),
				path,
			).toEqual([]);
	});

	test("never lead to publisher: it is for producers", () => {
		for (const { path, imports } of sources)
			expect(
				path.startsWith("publisher/")
					? []
					: imports.filter((target) => target.startsWith("publisher/")),
				path,
			).toEqual([]);
	});

	test("lead from publisher to no package but the client for SQS, before another is needed", () => {
		for (const { path, packages } of inFolder("publisher"))
			expect(
				packages.filter(
					(name) => name !== "@aws-sdk/client-sqs" && name !== "node:crypto",
				),
				path,
			).toEqual([]);
	});

	test("never lead back from the functions", () => {
		for (const { path, imports } of inFolder("functions"))
			expect(
				imports.filter(
					(target) =>
						!target.startsWith("functions/") && !target.startsWith("core/"),
				),
				path,
			).toEqual([]);
	});

	test("never lead from infra, ops or local to one another", () => {
		for (const folder of ["infra", "ops", "local"]) {
			const others = ["infra", "ops", "local"].filter(
				(other) => other !== folder,
			);
			for (const { path, imports } of inFolder(folder)) {
				expect(
					imports.filter((target) =>
						others.some((other) => target.startsWith(`${other}/`)),
					),
					path,
				).toEqual([]);
			}
		}
	});
});

describe.each([
	{ name: "send-email", alsoKnowsLambda: ["intake/read-records.ts"] },
	{ name: "breaker", alsoKnowsLambda: [] },
])("the function $name", ({ name, alsoKnowsLambda }) => {
	const own = inFolder(`functions/${name}`);
	const handler = `functions/${name}/handler.ts`;

	test("knows Lambda in its handler alone", () => {
		const knowing = own
			.filter(({ text }) => /from "aws-lambda"|@middy\/core/.test(text))
			.map(({ path }) => path);
		expect(knowing.toSorted()).toEqual([
			handler,
			...alsoKnowsLambda.map((file) => `functions/${name}/${file}`),
		]);
	});

	test("reaches the outside only through adapters and its handler", () => {
		const reaching = own
			.filter(({ packages }) => packages.some((name) => name !== "valibot"))
			.map(({ path }) => path);
		expect(reaching).toContain(handler);
		expect(
			reaching.filter(
				(path) => !path.includes("/adapters/") && path !== handler,
			),
		).toEqual([]);
	});

	test("lets only its handler name an adapter", () => {
		const naming = own.filter(
			({ path, imports }) =>
				!path.includes("/adapters/") &&
				imports.some((target) => target.includes("/adapters/")),
		);
		expect(naming.map(({ path }) => path)).toEqual([handler]);
	});
});

describe("the breaker function", () => {
	test("takes nothing from the sending one", () => {
		for (const { path, imports } of inFolder("functions/breaker"))
			expect(
				imports.filter((target) => target.startsWith("functions/send-email/")),
				path,
			).toEqual([]);
	});

	test("has what it shares with the sending one in a room that knows neither", () => {
		for (const { path, imports } of inFolder("functions/shared"))
			expect(
				imports.filter((target) => !/^(functions\/shared|core)\//.test(target)),
				path,
			).toEqual([]);
	});

	test("is unknown to the sending one", () => {
		for (const { path, imports } of inFolder("functions/send-email"))
			expect(
				imports.filter((target) => target.startsWith("functions/breaker/")),
				path,
			).toEqual([]);
	});
});

describe("certificates", () => {
	test("are always verified", () => {
		for (const { path, text } of sources)
			expect(withoutComments(text), path).not.toMatch(
				/rejectUnauthorized|NODE_TLS_REJECT/,
			);
	});
});

describe("every metric", () => {
	const textOf = (files: readonly Source[]) =>
		files.map(({ text }) => withoutComments(text)).join("\n");
	const gauges: readonly string[] = Object.values(BREAKER_GAUGE);
	const emitting = textOf(inFolder("functions"));
	const showing = textOf(inFolder("infra"));

	test.each(Object.keys(METRIC))("is emitted by a function: %s", (key) => {
		const isEmitted = new RegExp(`\\.(add|set)\\(\\s*"${key}"`).test(emitting);
		expect(isEmitted || gauges.includes(key)).toBe(true);
	});

	test.each(Object.keys(METRIC))(
		"is looked at by an alarm, the dashboard or a metric method: %s",
		(key) => {
			expect(showing).toMatch(
				new RegExp(
					`(gauge|count)\\("${key}"\\)|ownMetric\\(\\s*[\\w.]+,\\s*"${key}"`,
				),
			);
		},
	);
});

describe("the runbook", () => {
	const runbook = readFileSync(join(ROOT, "docs", "runbook.md"), "utf8");
	const sections = new Map(
		[...runbook.matchAll(/^## (\S+)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)].map(
			([, id = "", text = ""]) => [id, text],
		),
	);

	test("has a section for each alarm, and an alarm for each section", () => {
		expect([...sections.keys()].toSorted()).toEqual(
			ALARMS.map(({ id }) => id).toSorted(),
		);
	});

	test.each(ALARMS.map(({ id }) => id))(
		"says of %s what is seen, whether mail is lost, who acts, what to type and when it is over",
		(id) => {
			const section = sections.get(id) ?? "";
			for (const heading of [
				"**Symptom.**",
				"**Is mail lost?**",
				"**Who.**",
				"**Over when**",
			])
				expect(section).toContain(heading);
			const commands = section.match(/^\d+\. /gm) ?? [];
			expect(commands.length).toBeGreaterThan(0);
			expect(commands.length).toBeLessThanOrEqual(5);
		},
	);
});

describe("every prop of GmailSenderProps", () => {
	const props = readFileSync(
		join(ROOT, "infra/constructs/gmail-sender-props.ts"),
		"utf8",
	);

	test("that is optional documents its default", () => {
		const body = props.slice(
			props.indexOf("export interface GmailSenderProps"),
		);
		for (const [, comment = "", name] of body.matchAll(
			/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)\?:/g,
		))
			expect(comment, name).toContain("@default");
	});
});

describe("files", () => {
	test("stay small", () => {
		const lengths = sources
			.map(({ text }) => text.split("\n").length)
			.toSorted((a, b) => a - b);
		expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(90);
		expect(
			sources
				.filter(({ text }) => text.split("\n").length > 400)
				.map(({ path }) => path),
		).toEqual([]);
	});
});
