import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_CREDENTIALS } from "../../local/aws-services.ts";
import type { LocalFunction } from "../../local/lambda/local-function.ts";
import { type LocalRun, run } from "../../local/run.ts";

type Resource = {
	readonly Type: string;
	readonly Properties: Readonly<Record<string, unknown>>;
};

/** A local stack of a few resources written by hand, for what the app's own template does not show. */
export interface TinyStack {
	readonly local: LocalRun;
	/** What every SDK client needs. */
	readonly client: {
		readonly endpoint: string;
		readonly region: string;
		readonly credentials: typeof LOCAL_CREDENTIALS;
	};
	fn(name: string): LocalFunction;
	stop(): Promise<void>;
}

/** Starts the given resources; `sources` are the functions' modules (index.mjs) by code key. */
export async function startTinyStack(
	resources: Readonly<Record<string, Resource>>,
	sources: Readonly<Record<string, string>> = {},
	outputs: Readonly<Record<string, { readonly Value: unknown }>> = {},
): Promise<TinyStack> {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-tiny-"));
	const templateFile = join(folder, "tiny.template.json");
	await writeFile(
		templateFile,
		JSON.stringify({ Resources: resources, Outputs: outputs }),
	);
	for (const [key, source] of Object.entries(sources)) {
		await mkdir(join(folder, `asset.${key}`));
		await writeFile(join(folder, `asset.${key}`, "index.mjs"), source);
	}
	const tidy = () => rm(folder, { recursive: true, force: true });
	const local = await run({
		stacks: [
			{
				stackName: "tiny",
				region: "us-east-1",
				templateFile,
				assemblyFolder: folder,
			},
		],
		port: 0,
		inboxPort: 0,
		smtpPort: 0,
	}).catch(async (error) => {
		await tidy();
		throw error;
	});
	return {
		local,
		client: {
			endpoint: local.aws.url,
			region: "us-east-1",
			credentials: LOCAL_CREDENTIALS,
		},
		fn(name) {
			const found = local.functions.find(({ spec }) => spec.name === name);
			if (found === undefined) throw new Error(`no function ${name}`);
			return found;
		},
		async stop() {
			await local.stop();
			await tidy();
		},
	};
}

/** A function whose code is the source of that key. */
export function lambda(name: string, properties: object = {}): Resource {
	return {
		Type: "AWS::Lambda::Function",
		Properties: {
			FunctionName: name,
			Code: { S3Key: `${name}.zip` },
			Handler: "index.handler",
			Timeout: 10,
			...properties,
		},
	};
}

export function queue(name: string, properties: object = {}): Resource {
	return {
		Type: "AWS::SQS::Queue",
		Properties: { QueueName: name, ...properties },
	};
}

/** Waits until it is so, looking every few milliseconds. */
export async function until(
	isSo: () => boolean | Promise<boolean>,
): Promise<void> {
	while (!(await isSo()))
		await new Promise((resolve) => setTimeout(resolve, 10));
}
