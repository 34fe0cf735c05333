import type {
	Properties,
	Resource,
	ResourcesOf,
} from "../cloudformation/intrinsics.ts";
import { localQueueUrls, queueUrl } from "../sqs/plan.ts";
import type { FunctionSpec } from "./environment.ts";
import type { MappingSpec } from "./event-source.ts";
import { type InvokeConfig, readInvokeConfig } from "./invoke-config.ts";

/** The functions of a template that can run here. */
export function planFunctions(
	of: ResourcesOf,
	options: {
		readonly endpoint: string;
		/** Where the template's assets are. */
		assetPath(s3Key: string): string;
	},
): readonly FunctionSpec[] {
	return of("AWS::Lambda::Function").map(({ name, arn, properties }) => {
		const { S3Key } = properties.Code as { readonly S3Key?: string };
		const { Variables = {} } = (properties.Environment ?? {}) as {
			readonly Variables?: Properties;
		};
		const { LogGroup } = (properties.LoggingConfig ?? {}) as {
			readonly LogGroup?: string;
		};
		return {
			name,
			arn,
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
	endpoint: string,
): readonly (MappingSpec & { readonly enabled: boolean })[] {
	return of("AWS::Lambda::EventSourceMapping").map(({ name, properties }) => {
		const queueArn = String(properties.EventSourceArn);
		const functionName = String(properties.FunctionName);
		const { MaximumConcurrency } = (properties.ScalingConfig ?? {}) as {
			readonly MaximumConcurrency?: number;
		};
		const types = (properties.FunctionResponseTypes ?? []) as string[];
		return {
			id: name,
			queueUrl: queueUrl(endpoint, queueArn),
			queueArn,
			functionName,
			functionArn: functionOf(of, functionName)?.arn ?? "",
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
): readonly { readonly functionName: string; readonly config: InvokeConfig }[] {
	return of("AWS::Lambda::EventInvokeConfig").map(({ properties }) => {
		// A function may be named by its ARN.
		const named = String(properties.FunctionName);
		const functionName = /:function:([^:]+)/.exec(named)?.[1] ?? named;
		const role = functionOf(of, functionName)?.properties.Role;
		const roleArn = role as string | undefined;
		const config = readInvokeConfig(functionName, properties, roleArn);
		return { functionName, config };
	});
}

function functionOf(of: ResourcesOf, asked: string): Resource | undefined {
	return of("AWS::Lambda::Function").find(({ name }) => name === asked);
}
