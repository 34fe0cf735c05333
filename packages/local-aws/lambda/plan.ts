import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import {
	type Properties,
	type Resource,
	type ResourcesOf,
	within,
} from "../cloudformation/intrinsics.ts";
import { localQueueUrls } from "../sqs/plan.ts";
import { type InvokeConfig, readInvokeConfig } from "./invoke-config.ts";

export type FunctionSpec = ReturnType<typeof planFunctions>[number];

/** The functions of a template that can run here. */
export function planFunctions(
	of: ResourcesOf,
	options: {
		readonly endpoint: string;
		/** Where the template's assets are. */
		assetPath(s3Key: string): string;
	},
) {
	return of("AWS::Lambda::Function").map(({ name, arn, properties }) => {
		const { LogGroup = `/aws/lambda/${name}` } = within(
			properties.LoggingConfig,
		);
		return {
			name,
			arn,
			roleArn: properties.Role as string | undefined,
			logGroup: String(LogGroup),
			/** Most invocations at a time; undefined: no limit of its own. */
			reservedConcurrency: properties.ReservedConcurrentExecutions as
				| number
				| undefined,
			/** Folder with the bundle. */
			codePath: options.assetPath(String(within(properties.Code).S3Key)),
			handler: String(properties.Handler),
			description: String(properties.Description ?? ""),
			timeoutSeconds: Number(properties.Timeout ?? 3),
			memoryMiB: Number(properties.MemorySize ?? 128),
			environment: variablesOf(properties, options.endpoint),
		};
	});
}

/** The variables that a template gives a function. */
export function variablesOf(
	properties: Properties,
	endpoint: string,
): Record<string, string> {
	const { Variables } = within(properties.Environment);
	return Object.fromEntries(
		Object.entries(within(Variables)).map(([key, value]) => [
			key,
			localQueueUrls(String(value), endpoint),
		]),
	);
}

/** An event source mapping in the words of Lambda's API. */
export interface MappingSpec extends EventSourceMappingConfiguration {
	readonly UUID: string;
	readonly EventSourceArn: string;
	readonly BatchSize: number;
	readonly MaximumBatchingWindowInSeconds: number;
}

interface TemplateMapping extends MappingSpec {
	readonly FunctionName: string;
	readonly Enabled?: boolean;
}

/** The event source mappings of a template. */
export function planMappings(of: ResourcesOf): readonly TemplateMapping[] {
	return of("AWS::Lambda::EventSourceMapping").map(({ name, properties }) => ({
		MaximumBatchingWindowInSeconds: 0,
		BatchSize: 10,
		...(properties as Pick<
			TemplateMapping,
			"EventSourceArn" | "FunctionName" | "Enabled"
		>),
		UUID: name,
	}));
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
