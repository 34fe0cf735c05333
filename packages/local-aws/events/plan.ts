import type { Target } from "@aws-sdk/client-eventbridge";
import type { Resource, ResourcesOf } from "../cloudformation/intrinsics.ts";
import { parseExpression } from "../scheduler/expression.ts";
import { isDefaultBus } from "./event-bridge.ts";

/** A rule of EventBridge's default bus: an event pattern, a schedule, or both. */
export type RuleSpec = ReturnType<typeof ruleSpec>;

/** The event rules of a template. @throws Error for a schedule that a local run can't keep. */
export function planRules(of: ResourcesOf): readonly RuleSpec[] {
	return of("AWS::Events::Rule").map(ruleSpec);
}

function ruleSpec({ name, arn, properties }: Resource) {
	const { EventPattern, EventBusName, ScheduleExpression, State, Targets } =
		properties;
	return {
		name,
		arn,
		pattern: EventPattern,
		/** Undefined without a schedule. */
		periodMs:
			ScheduleExpression === undefined
				? undefined
				: ratePeriodMs(name, String(ScheduleExpression)),
		// Nothing here comes from another bus than the default one.
		enabled: State !== "DISABLED" && isDefaultBus(EventBusName),
		targets: (Targets ?? []) as readonly Target[],
	};
}

/**
 * The period in ms of a schedule such as `rate(5 minutes)`.
 * @throws Error that says what a local run takes, for any other expression.
 */
export function ratePeriodMs(rule: string, expression: string): number {
	const rate = parseExpression(expression);
	const [, count, plural] = /^rate\((\d+) \w+?(s?)\)$/.exec(expression) ?? [];
	if (rate?.kind === "rate" && (count === "1") === (plural === ""))
		return rate.periodMs;
	throw new Error(
		`Cannot run the rule ${rule} as its schedule is ${expression}: allowed here are rate(1 minute), rate(5 minutes) and the like with hours and days; give the rule such a rate`,
	);
}
