import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SynthesizedStack } from "local-aws";

/** A stack of a synthesized app. */
export interface AppStack extends SynthesizedStack {
	/** Names it in its assembly. */
	readonly id: string;
	/** Ids of the stacks of the assembly that the app says it depends on. */
	readonly dependsOn: readonly string[];
}

/** A look-up in an account whose answer the app has not: a made-up value stands for it. */
export interface MissingContext {
	readonly key: string;
	readonly provider: string;
}

/** A manifest.json as far as it is read here. */
interface Manifest {
	readonly artifacts?: Readonly<Record<string, Artifact>>;
	readonly missing?: readonly MissingContext[];
}

interface Artifact {
	readonly type: string;
	/** `aws://ACCOUNT/REGION`. */
	readonly environment?: string;
	readonly dependencies?: readonly string[];
	readonly properties?: {
		readonly templateFile?: string;
		readonly stackName?: string;
		/** Of an assembly within: a stage of the app. */
		readonly directoryName?: string;
	};
}

/** The stacks of a synthesized app, those of its stages too. @throws Error for a folder that is no such app. */
export function stacksOf(folder: string): readonly AppStack[] {
	// Stages keep their assets with the app's.
	const stacks = stacksIn(folder, folder);
	// One name in several accounts is two stacks here, in one place.
	return stacks.map((stack) => {
		const alike = stacks.filter(
			({ stackName }) => stackName === stack.stackName,
		);
		return alike.length === 1 ? stack : { ...stack, stackName: stack.id };
	});
}

/** What the app would have to look up, its stages' too. */
export function missingContext(folder: string): readonly MissingContext[] {
	const manifest = readManifestFile(folder);
	return [
		...(manifest.missing ?? []),
		...stagesOf(manifest).flatMap((name) => missingContext(join(folder, name))),
	];
}

function stacksIn(folder: string, assets: string): readonly AppStack[] {
	const manifest = readManifestFile(folder);
	const own = Object.entries(manifest.artifacts ?? {}).flatMap(
		([id, artifact]) => stackOf(id, artifact, { folder, assets }),
	);
	const within = stagesOf(manifest).flatMap((name) =>
		stacksIn(join(folder, name), assets),
	);
	return [...own, ...within];
}

function stackOf(
	id: string,
	{ type, environment = "", dependencies = [], properties = {} }: Artifact,
	{ folder, assets }: { readonly folder: string; readonly assets: string },
): readonly AppStack[] {
	const { templateFile, stackName = id } = properties;
	if (type !== "aws:cloudformation:stack" || templateFile === undefined)
		return [];
	const region = environment.split("/").at(-1) ?? "";
	return [
		{
			id,
			stackName,
			region: region === "" || region === "unknown-region" ? undefined : region,
			templateFile: join(folder, templateFile),
			assemblyFolder: assets,
			dependsOn: dependencies,
		},
	];
}

function stagesOf({ artifacts = {} }: Manifest): readonly string[] {
	return Object.values(artifacts).flatMap(({ type, properties = {} }) =>
		type === "cdk:cloud-assembly" && properties.directoryName !== undefined
			? [properties.directoryName]
			: [],
	);
}

function readManifestFile(folder: string): Manifest {
	const file = join(resolve(folder), "manifest.json");
	if (!existsSync(file))
		throw new Error(
			`Cannot read ${folder} as a synthesized app: there is no file ${file}; give the folder that cdk synth writes, such as cdk.out`,
		);
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new Error(
			`Cannot read ${file}: ${error instanceof Error ? error.message : error}; let cdk synth write it again`,
		);
	}
}
