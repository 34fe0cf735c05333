import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { LocalFunction } from "./lambda/local-function.ts";
import type { Plan } from "./plan.ts";
import type { TargetSpec } from "./plan-rule.ts";

/**
 * Hands an event to a rule's targets: functions and queues. A function is at work when this returns;
 * the promise is kept when all targets have answered, and never broken.
 */
export async function deliverToTargets(
	event: object,
	targets: readonly TargetSpec[],
	to: {
		readonly functions: readonly LocalFunction[];
		readonly queues: Plan["queues"];
		readonly sqs: SQSClient;
	},
): Promise<void> {
	const deliveries = targets.map(async ({ arn, input }) => {
		const text = input ?? JSON.stringify(event);
		const fn = to.functions.find(({ spec }) => spec.arn === arn);
		if (fn !== undefined) await fn.invoke(JSON.parse(text));
		const queue = to.queues.find((candidate) => candidate.arn === arn);
		if (queue !== undefined)
			await to.sqs.send(
				new SendMessageCommand({ QueueUrl: queue.url, MessageBody: text }),
			);
	});
	for (const result of await Promise.allSettled(deliveries))
		if (result.status === "rejected")
			console.error(`event rule: ${result.reason}`);
}
