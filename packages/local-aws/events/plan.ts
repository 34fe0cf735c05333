import type { Target } from "@aws-sdk/client-eventbridge";
import type { Resource, ResourcesOf } from "../cloudformation/intrinsics.ts";
import { isDefaultBus } from "./event-bridge.ts";

/** A rule of EventBridge's default bus: an event pattern, a schedule, or both. */
export interface RuleSpec {
	readonly name: string;
	readonly arn: string;
	readonly pattern: unknown;
	/** Undefined without a schedule. */
	readonly periodMs: number | undefined;
	readonly enabled: boolean;
	readonly targets: readonly Target[];
}

/** The event rules of a template. @throws Error for a schedule that a local run can't keep. */
export function planRules(of: ResourcesOf): readonly RuleSpec[] {
	return of("AWS::Events::Rule").map(ruleSpec);
}

function ruleSpec({ name, arn, properties }: Resource): RuleSpec {
	const { EventPattern, EventBusName, ScheduleExpression, State, Targets } =
		properties;
	return {
		name,
		arn,
		pattern: EventPattern,
		periodMs:
			ScheduleExpression === undefined
				? undefined
				: ratePeriodMs(name, String(ScheduleExpression)),
		// Nothing here comes from another bus than the default one.
		enabled: State !== "DISABLED" && isDefaultBus(EventBusName),
		targets: (Targets ?? []) as readonly Target[],
	};
}

const MS_PER: Readonly<Record<string, number>> = {
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
};

/**
 * The period in ms of a schedule such as `rate(5 minutes)`.
 * @throws Error that says what a local run takes, for any other expression.
 */
export function ratePeriodMs(rule: string, expression: string): number {
	const [, count = "", unit = "", plural] =
		/^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
	if (count === "" || (count === "1") !== (plural === ""))
		throw new Error(
			`Cannot run the rule ${rule} as its schedule is ${expression}: allowed here are rate(1 minute), rate(5 minutes) and the like with hours and days; give the rule such a rate`,
		);
	return Number(count) * (MS_PER[unit] ?? 0);
}
