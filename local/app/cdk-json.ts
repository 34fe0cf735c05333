import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What cdk.json and cdk.context.json of a folder say. */
export interface CdkJson {
	/** Command that synthesizes the app. */
	readonly app: string | undefined;
	/** Command to run before it. */
	readonly build: string | undefined;
	readonly context: Readonly<Record<string, unknown>>;
}

/** Reads a folder's cdk.json, as the CDK does; of a folder without one, nothing. @throws Error for what is no JSON object. */
export function readCdkJson(folder: string): CdkJson {
	const { app, build, context } = readObject(join(folder, "cdk.json"));
	return {
		app: typeof app === "string" ? app : undefined,
		build: typeof build === "string" ? build : undefined,
		context: {
			...(isObject(context) ? context : {}),
			// What was looked up once comes last.
			...readObject(join(folder, "cdk.context.json")),
		},
	};
}

function readObject(file: string): Readonly<Record<string, unknown>> {
	if (!existsSync(file)) return {};
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new Error(
			`Cannot read ${file}: ${error instanceof Error ? error.message : error}`,
		);
	}
	if (isObject(value)) return value;
	throw new Error(`Cannot read ${file}: it is no JSON object`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
