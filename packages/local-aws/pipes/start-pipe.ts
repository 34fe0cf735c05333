import type { AwsServices } from "../endpoint.ts";
import { EventSourceMapping } from "../lambda/event-source.ts";
import { queueUrl } from "../sqs/plan.ts";
import { pipeTarget } from "./pipe-target.ts";
import type { PipeSpec } from "./plan.ts";

/** Starts a pipe: it polls its queue the way an event source mapping does. */
export function startPipe(
	pipe: PipeSpec,
	services: AwsServices,
	endpoint: string,
): void {
	const { pipes, queues, queueSender, region } = services;
	const mapping = new EventSourceMapping(
		{
			id: pipe.name,
			queueUrl: queueUrl(endpoint, pipe.source),
			queueArn: pipe.source,
			functionName: pipe.name,
			functionArn: pipe.arn,
			batchSize: pipe.batchSize,
			windowSeconds: pipe.windowSeconds,
			maxConcurrency: 1,
			reportsItemFailures: true,
		},
		{
			fn: pipeTarget(pipe, queueSender),
			endpoint,
			region,
			endLongPolls: () =>
				queues.store.getQueueByArn(pipe.source)?.cancelWaiters(),
		},
	);
	pipes.push(mapping);
	if (pipe.enabled) mapping.enable();
}
