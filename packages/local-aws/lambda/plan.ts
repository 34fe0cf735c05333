import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";
import { localQueueUrls } from "../sqs/plan.ts";
import type { FunctionSpec } from "./environment.ts";
import type { MappingSpec } from "./event-source.ts";
import { type InvokeConfig, readInvokeConfig } from "./invoke-config.ts";

type Properties = Readonly<Record<string, unknown>>;

/** The functions of a template that can run here. */
export function planFunctions(
	of: ResourcesOf,
	names: Names,
	options: {
		readonly endpoint: string;
		/** Where the template's assets are. */
		assetPath(s3Key: string): string;
	},
): readonly FunctionSpec[] {
	return of("AWS::Lambda::Function").map(({ id, properties }) => {
		const name = names.physical(id);
		const { S3Key } = properties.Code as { readonly S3Key?: string };
		const { Variables = {} } = (properties.Environment ?? {}) as {
			readonly Variables?: Properties;
		};
		const { LogGroup } = (properties.LoggingConfig ?? {}) as {
			readonly LogGroup?: string;
		};
		return {
			name,
			arn: names.attribute(id, "Arn"),
			logGroup: LogGroup ?? `/aws/lambda/${name}`,
			reservedConcurrency: properties.ReservedConcurrentExecutions as
				| number
				| undefined,
			codePath: options.assetPath(String(S3Key)),
			handler: String(properties.Handler),
			timeoutSeconds: Number(properties.Timeout ?? 3),
			memoryMiB: Number(properties.MemorySize ?? 128),
			environment: Object.fromEntries(
				Object.entries(Variables).map(([key, value]) => [
					key,
					localQueueUrls(String(value), options.endpoint),
				]),
			),
		};
	});
}

/** The event source mappings of a template. */
export function planMappings(
	of: ResourcesOf,
	names: Names,
): readonly (MappingSpec & { readonly enabled: boolean })[] {
	return of("AWS::Lambda::EventSourceMapping").map(({ id, properties }) => {
		const queueArn = String(properties.EventSourceArn);
		const functionName = String(properties.FunctionName);
		const { MaximumConcurrency } = (properties.ScalingConfig ?? {}) as {
			readonly MaximumConcurrency?: number;
		};
		const types = (properties.FunctionResponseTypes ?? []) as string[];
		return {
			id: String(names.ref(id)),
			queueArn,
			queueUrl: String(names.ref(names.byArn(queueArn) ?? "")),
			functionName,
			functionArn: names.attribute(names.byPhysical(functionName) ?? "", "Arn"),
			batchSize: Number(properties.BatchSize ?? 10),
			windowSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
			// Without a limit Lambda starts with five pollers.
			maxConcurrency: MaximumConcurrency ?? 5,
			reportsItemFailures: types.includes("ReportBatchItemFailures"),
			enabled: properties.Enabled !== false,
		};
	});
}

/** What a template says of its functions' asynchronous invocations. @throws Error for a destination that a local run does not have. */
export function planInvokeConfigs(
	of: ResourcesOf,
	names: Names,
): readonly { readonly functionName: string; readonly config: InvokeConfig }[] {
	const roleOf = (functionName: string) =>
		of("AWS::Lambda::Function").find(
			({ id }) => names.physical(id) === functionName,
		)?.properties.Role;
	return of("AWS::Lambda::EventInvokeConfig").map(({ properties }) => {
		const functionName = nameOf(String(properties.FunctionName));
		const role = roleOf(functionName);
		const roleArn = role === undefined ? undefined : String(role);
		const config = readInvokeConfig(functionName, properties, roleArn);
		return { functionName, config };
	});
}

/** A function may be named by its ARN. */
function nameOf(functionName: string): string {
	return /:function:([^:]+)/.exec(functionName)?.[1] ?? functionName;
}
