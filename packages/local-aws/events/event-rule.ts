import type { AwsServices } from "../services.ts";
import type { DeliverText } from "./deliver-text.ts";
import type { BusEvent } from "./event-bridge.ts";
import { targetInput } from "./event-input.ts";
import type { RuleSpec } from "./plan.ts";

/** Starts a rule: from now on its targets are told of what matches, or when its time has come. */
export function startRule(
	{ name, arn, pattern, periodMs, enabled, targets }: RuleSpec,
	{
		services,
		deliverText,
	}: { readonly services: AwsServices; readonly deliverText: DeliverText },
): void {
	if (!enabled) return;
	const deliver = async (event: BusEvent) => {
		const deliveries = targets.map(async (target) =>
			deliverText(target.Arn ?? "", targetInput(target, event, { name, arn }), {
				messageGroupId: target.SqsParameters?.MessageGroupId,
			}),
		);
		for (const result of await Promise.allSettled(deliveries))
			if (result.status === "rejected")
				console.error(`event rule: ${result.reason}`);
	};
	if (pattern !== undefined)
		services.events.rules.push({
			pattern,
			deliver: (event) => void deliver(event),
		});
	if (periodMs !== undefined)
		services.rules.add(periodMs, () => deliver(services.events.scheduled(arn)));
}
