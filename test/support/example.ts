import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(import.meta.dirname, "..", "..");
const WITH_NAG = join(import.meta.dirname, "with-nag.ts");

/** The file of an example, by its name without `.ts`. */
export function exampleFile(name: string): string {
	return join(ROOT, "examples", `${name}.ts`);
}

/** The names of all examples. */
export const EXAMPLES = readdirSync(join(ROOT, "examples"))
	.filter((file) => file.endsWith(".ts"))
	.map((file) => file.slice(0, -".ts".length));

interface Statement {
	readonly Sid?: string;
	readonly Effect: string;
	readonly Action: string | readonly string[];
	readonly Resource: unknown;
	readonly Principal?: { readonly Service?: string };
	readonly Condition?: object;
}

/** One policy of a template: its logical id without the hash, and what it allows. */
export interface Allowed {
	readonly policy: string;
	readonly statements: readonly Statement[];
}

/** What an example synthesizes to, checked by cdk-nag. */
export interface SynthesizedExample {
	/** Warnings and errors, as `cdk deploy` would print them. */
	readonly complaints: readonly string[];
	readonly allowed: readonly Allowed[];
	/** Paths of the constructs with findings. */
	readonly found: readonly string[];
}

/** Synthesizes an example into a folder, as `cdk deploy` would. */
export function synthesizeExample(
	name: string,
	folder: string,
): SynthesizedExample {
	const { context } = json(join(ROOT, "cdk.json"));
	spawnSync(
		process.execPath,
		[`--import=${pathToFileURL(WITH_NAG)}`, exampleFile(name)],
		{
			cwd: ROOT,
			env: {
				...process.env,
				CDK_OUTDIR: folder,
				CDK_CONTEXT_JSON: JSON.stringify(context),
				CDK_VALIDATION: "true",
			},
		},
	);
	const filesOf = (ending: string) =>
		readdirSync(folder)
			.filter((file) => file.endsWith(ending))
			.map((file) => json(join(folder, file)));
	return {
		complaints: filesOf(".metadata.json").flatMap(complaintsIn),
		allowed: filesOf(".template.json").flatMap(allowedIn),
		found: foundIn(json(join(folder, "validation-report.json"))),
	};
}

// biome-ignore lint/suspicious/noExplicitAny: files of CDK, whose types are its own
function json(file: string): any {
	return JSON.parse(readFileSync(file, "utf8"));
}

function complaintsIn(
	metadata: Readonly<
		Record<string, readonly { readonly type: string; readonly data: unknown }[]>
	>,
): readonly string[] {
	return Object.values(metadata)
		.flat()
		.filter(({ type }) => /^aws:cdk:(warning|error)$/.test(type))
		.map(({ data }) => String(data));
}

function allowedIn({
	Resources,
}: {
	readonly Resources: Readonly<
		Record<
			string,
			{
				readonly Type: string;
				readonly Properties: {
					readonly PolicyDocument: { readonly Statement: Statement[] };
				};
			}
		>
	>;
}): readonly Allowed[] {
	return Object.entries(Resources)
		.filter(([, { Type }]) => /^AWS::(IAM|SQS)::(Queue)?Policy$/.test(Type))
		.map(([id, { Properties }]) => ({
			policy: id.replace(/[0-9A-F]{8}$/, ""),
			statements: Properties.PolicyDocument.Statement.filter(
				({ Effect }) => Effect === "Allow",
			),
		}))
		.filter(({ statements }) => statements.length > 0);
}

function foundIn({
	pluginReports,
}: {
	readonly pluginReports: readonly {
		readonly violations: readonly {
			readonly violatingConstructs: readonly {
				readonly constructPath: string;
			}[];
		}[];
	}[];
}): readonly string[] {
	return pluginReports.flatMap(({ violations }) =>
		violations.flatMap(({ violatingConstructs }) =>
			violatingConstructs.map(({ constructPath }) => constructPath),
		),
	);
}
