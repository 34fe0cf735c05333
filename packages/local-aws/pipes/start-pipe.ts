import { matchesPattern } from "../events/event-pattern.ts";
import { isObject, jsonOf } from "../json.ts";
import type { Invocation } from "../lambda/environment.ts";
import { EventSourceMapping } from "../lambda/event-source.ts";
import type { AwsServices } from "../services.ts";
import type { RoleClients } from "../sqs/role-clients.ts";
import { fillInputTemplate } from "./input-template.ts";
import type { PipeSpec } from "./plan.ts";

/** Starts a pipe: it polls its queue the way an event source mapping does. */
export function startPipe(
	pipe: PipeSpec,
	services: AwsServices,
	endpoint: string,
): void {
	const { pipes, queues, roleClients, region } = services;
	const mapping = new EventSourceMapping(
		{
			UUID: pipe.name,
			EventSourceArn: pipe.source,
			BatchSize: pipe.batchSize,
			MaximumBatchingWindowInSeconds: pipe.windowSeconds,
			ScalingConfig: { MaximumConcurrency: 1 },
			FunctionResponseTypes: ["ReportBatchItemFailures"],
		},
		{
			fn: pipeTarget(pipe, roleClients),
			endpoint,
			region,
			endLongPolls: () =>
				queues.store.getQueueByArn(pipe.source)?.cancelWaiters(),
		},
	);
	pipes.push(mapping);
	if (pipe.enabled) mapping.enable();
}

interface SqsRecord {
	readonly messageId: string;
	readonly body: string;
}

/**
 * The target of a pipe, as what an event source mapping invokes: it reports the messages that could
 * not be delivered, which come back; what a filter leaves out is gone, as on AWS.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html
 */
function pipeTarget(
	pipe: PipeSpec,
	clients: RoleClients,
): {
	invoke(event: unknown): Promise<Invocation>;
	stop(): void;
} {
	return {
		async invoke(event) {
			const { Records } = event as { readonly Records: readonly SqsRecord[] };
			const failures: object[] = [];
			for (const record of Records) {
				const decoded = { ...record, body: decode(record.body) };
				if (!passes(pipe, decoded)) continue;
				await clients
					.send(pipe.target, inputOf(pipe, record, decoded), {
						roleArn: pipe.roleArn,
					})
					.catch((error) => {
						console.error(`pipe ${pipe.name}: ${error}`);
						failures.push({ itemIdentifier: record.messageId });
					});
			}
			return { payload: JSON.stringify({ batchItemFailures: failures }) };
		},
		stop() {},
	};
}

function passes({ filters }: PipeSpec, event: unknown): boolean {
	return (
		filters.length === 0 ||
		filters.some((pattern) => matchesPattern(pattern, event))
	);
}

function inputOf(pipe: PipeSpec, record: SqsRecord, event: object): string {
	if (pipe.inputTemplate === undefined) return JSON.stringify(record);
	const hasJson = record.body !== (event as { readonly body: unknown }).body;
	return fillInputTemplate(pipe.inputTemplate, {
		event,
		variables: {
			"pipe-arn": pipe.arn,
			"pipe-name": pipe.name,
			"source-arn": pipe.source,
			"target-arn": pipe.target,
			"event.ingestion-time": new Date().toISOString(),
			event: JSON.stringify(record),
			"event.json": hasJson ? event : undefined,
		},
	});
}

/** A body that is JSON is filtered and addressed as such. */
function decode(body: string): unknown {
	const value = jsonOf(body);
	return isObject(value) ? value : body;
}
