import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
	CloudAssembly,
	CloudFormationStackArtifact,
	UNKNOWN_REGION,
} from "aws-cdk-lib/cx-api";
import type { SynthesizedStack } from "local-aws";

const ROOT = join(import.meta.dirname, "..");
const OWN_APP = join(ROOT, "infra", "app.ts");

export interface SynthesizeOptions {
	/** File of senders. @default senders.json */
	readonly senders?: string;
	/** File of the CDK app. @default infra/app.ts */
	readonly app?: string | undefined;
}

/** Synthesizes an app the way `cdk deploy` would. @throws Error with the synth's own words. */
export async function synthesize(
	outputFolder: string,
	{ senders, app = OWN_APP }: SynthesizeOptions = {},
): Promise<readonly SynthesizedStack[]> {
	const file = resolve(app);
	if (!existsSync(file))
		throw new Error(
			`Cannot start ${app} as there is no file ${file}: name the file of a CDK app, such as examples/scheduler.ts`,
		);
	const cdkJson = JSON.parse(
		await readFile(join(ROOT, "cdk.json"), "utf8"),
	) as { readonly context: object };
	const { code, output } = await runApp(file, {
		CDK_OUTDIR: outputFolder,
		CDK_CONTEXT_JSON: JSON.stringify({
			...cdkJson.context,
			...(senders === undefined ? {} : { senders: resolve(senders) }),
		}),
	});
	if (code !== 0)
		throw new Error(`Cannot synthesize the stacks:\n${output.trim()}`);
	if (!existsSync(join(outputFolder, "manifest.json")))
		throw new Error(
			`Cannot start ${app} as it makes no CDK app: let it begin with new App() and end with app.synth()`,
		);
	return readAssembly(outputFolder);
}

/** The stacks of a synthesized app. */
export function readAssembly(folder: string): readonly SynthesizedStack[] {
	const stacks = new CloudAssembly(folder).artifacts.filter(
		(artifact) => artifact instanceof CloudFormationStackArtifact,
	);
	// One name in several accounts is two stacks here, in one place.
	return stacks.map(({ id, stackName, environment, templateFullPath }) => {
		const alike = stacks.filter((stack) => stack.stackName === stackName);
		return {
			stackName: alike.length === 1 ? stackName : id,
			region:
				environment.region === UNKNOWN_REGION ? undefined : environment.region,
			templateFile: templateFullPath,
			assemblyFolder: folder,
		};
	});
}

function runApp(
	file: string,
	environment: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [file], {
			cwd: ROOT,
			env: { ...process.env, ...environment },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => (output += chunk));
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, output }));
	});
}
