import {
	type Properties,
	type Resource,
	within,
} from "../cloudformation/intrinsics.ts";
import { isObject } from "../json.ts";
import { accessKeyIdOf } from "../sqs/role-clients.ts";
import { variablesOf } from "./plan.ts";

/** Why a function can't run here; undefined: it can. */
export function whyLeftOut({
	Code,
	PackageType,
	Runtime = "nodejs",
}: Properties): string | undefined {
	if (PackageType === "Image") return "it is a container image";
	if (!String(Runtime).startsWith("nodejs")) return `its runtime is ${Runtime}`;
	return within(Code).S3Key === undefined ? "its code is inline" : undefined;
}

/** A function that a local run leaves out, for who runs it by hand. */
export interface LeftOutFunction {
	readonly name: string;
	readonly why: string;
	/** All that it needs to find this run. */
	readonly environment: Readonly<Record<string, string>>;
}

/** What runs a function that is left out by hand, unless CDK alone would call it. */
export function toRunByHand(
	fn: Resource & { readonly why: string },
	resources: readonly Resource[],
	options: {
		readonly endpoint: string;
		readonly environment: Readonly<Record<string, string>>;
	},
): readonly LeftOutFunction[] {
	const isProvider = resources.some(({ properties }) =>
		names(properties.ServiceToken, fn),
	);
	if (isProvider) return [];
	const aws = Object.entries(options.environment).filter(([key]) =>
		key.startsWith("AWS_"),
	);
	const { Role } = fn.properties;
	return [
		{
			name: fn.name,
			why: fn.why,
			environment: {
				...variablesOf(fn.properties, options.endpoint),
				...Object.fromEntries(aws),
				AWS_ACCESS_KEY_ID: accessKeyIdOf(
					typeof Role === "string" ? Role : undefined,
				),
			},
		},
	];
}

/** What a local run reads itself instead of calling the function behind it. */
const READ_HERE = ["Custom::S3BucketNotifications"];
/** What names a function without ever calling it. */
const NO_CALLERS =
	/^AWS::(IAM|Lambda::Permission|Lambda::Version|Logs|CloudWatch)/;

/** A sentence, if anything in the template would have called a function that is left out. */
export function leftOutNotice(
	fn: Resource,
	why: string,
	resources: readonly Resource[],
): string[] {
	const callers = resources.filter(
		({ id, type, properties }) =>
			id !== fn.id &&
			!READ_HERE.includes(type) &&
			!NO_CALLERS.test(type) &&
			names(properties, fn),
	);
	if (callers.length === 0) return [];
	const list = callers.map(({ id, type }) => `${id} (${type})`).join(", ");
	return [
		`the function ${fn.name} is left out, as ${why}; it would have been called by ${list}`,
	];
}

function names(value: unknown, fn: Resource): boolean {
	if (typeof value === "string")
		return value === fn.name || value.includes(fn.arn);
	return (
		isObject(value) && Object.values(value).some((inner) => names(inner, fn))
	);
}
