import { ACCOUNT } from "./http.ts";
import { EventSourceMapping } from "./lambda/event-source.ts";
import { pipeTarget } from "./pipes/pipe-target.ts";
import type { DeliveryPlan } from "./plan-deliveries.ts";
import type { LocalAws } from "./start.ts";

/** Starts a stack's schedules and pipes, and notes where its functions' records go. */
export function deployDeliveries(
	plan: DeliveryPlan,
	{ services, url }: LocalAws,
): void {
	const { schedules, pipes, lambda, queues, queueSender, region } = services;
	for (const { functionName, config } of plan.invokeConfigs)
		lambda.asynchronous.configure(functionName, config);
	for (const group of plan.scheduleGroups) schedules.groups.add(group);
	for (const schedule of plan.schedules) schedules.create(schedule);
	for (const pipe of plan.pipes) {
		const queueName = pipe.source.split(":").at(-1);
		const mapping = new EventSourceMapping(
			{
				id: pipe.name,
				queueUrl: `${url}/${ACCOUNT}/${queueName}`,
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
				endpoint: url,
				region,
				endLongPolls: () =>
					queues.store.getQueueByArn(pipe.source)?.cancelWaiters(),
			},
		);
		pipes.push(mapping);
		if (pipe.enabled) mapping.enable();
	}
}
