import type { Plan } from "../plan.ts";
import type { AwsServices } from "../services.ts";
import { accessKeyIdOf } from "../sqs/role-clients.ts";
import { EventSourceMapping } from "./event-source.ts";
import { LocalFunction } from "./local-function.ts";
import type { RuntimeServer } from "./runtime-server.ts";

/** What the functions of a run have in common. */
export interface FunctionSettings {
	readonly runtime: RuntimeServer;
	/** Variables that every function gets on top of the template's, whose own they replace. */
	readonly environment: Readonly<Record<string, string>>;
	/** Told of every line that a function writes. */
	readonly onLine: (line: string) => void;
}

/** Starts a stack's functions, and the mappings that poll for them. */
export function startFunctions(
	{ functions, mappings, invokeConfigs }: Plan,
	services: AwsServices,
	endpoint: string,
	settings: FunctionSettings,
): void {
	const { lambda, logs, cloudwatch, queues, region } = services;
	for (const spec of functions)
		lambda.functions.push(
			new LocalFunction(spec, {
				runtime: settings.runtime,
				overrides: {
					...settings.environment,
					AWS_ACCESS_KEY_ID: accessKeyIdOf(spec.roleArn),
				},
				onLine: (line, logStream) => {
					logs.write(spec.logGroup, logStream, line);
					cloudwatch.ingest(line);
					settings.onLine(line);
				},
				count: (metric) => {
					const dimensions = { FunctionName: spec.name };
					cloudwatch.record("AWS/Lambda", metric, dimensions, 1);
				},
			}),
		);
	for (const { functionName, config } of invokeConfigs)
		lambda.asynchronous.configure(functionName, config);
	for (const { FunctionName, Enabled, ...settings } of mappings) {
		const fn = lambda.find(FunctionName);
		if (fn === undefined)
			throw new Error(
				`Cannot start the event source mapping ${settings.UUID} as the template has no function ${FunctionName}`,
			);
		const spec = { ...settings, FunctionArn: fn.spec.arn };
		const mapping = new EventSourceMapping(spec, {
			fn,
			endpoint,
			region,
			endLongPolls: () =>
				queues.store.getQueueByArn(spec.EventSourceArn)?.cancelWaiters(),
		});
		lambda.mappings.push(mapping);
		if (Enabled !== false) mapping.enable();
	}
}
