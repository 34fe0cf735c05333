import type {
	Properties,
	Resource,
	ResourcesOf,
} from "../cloudformation/intrinsics.ts";
import { isDefaultBus } from "./event-bridge.ts";

export interface TargetSpec {
	readonly arn: string;
	/** Constant JSON text handed over instead of the event. */
	readonly input: string | undefined;
	/** JSON path of the part that is handed over instead of the event. */
	readonly inputPath: string | undefined;
	/** Text with `<placeholders>`, each of which stands for what its JSON path selects. */
	readonly transformer:
		| {
				readonly template: string;
				readonly paths: Readonly<Record<string, string>>;
		  }
		| undefined;
	/** Group of a FIFO queue. */
	readonly messageGroupId: string | undefined;
}

/** A rule of EventBridge's default bus: an event pattern, a schedule, or both. */
export interface RuleSpec {
	readonly name: string;
	readonly arn: string;
	readonly pattern: unknown;
	/** Undefined without a schedule. */
	readonly periodMs: number | undefined;
	readonly enabled: boolean;
	readonly targets: readonly TargetSpec[];
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
		targets: ((Targets ?? []) as Properties[]).map(targetSpec),
	};
}

function targetSpec(properties: Properties): TargetSpec {
	const { Arn, Input, InputPath } = properties;
	const transformer = properties.InputTransformer as
		| {
				readonly InputTemplate: string;
				readonly InputPathsMap?: Readonly<Record<string, string>>;
		  }
		| undefined;
	const { MessageGroupId } = (properties.SqsParameters ?? {}) as {
		readonly MessageGroupId?: string;
	};
	return {
		arn: String(Arn),
		input: Input as string | undefined,
		inputPath: InputPath as string | undefined,
		transformer: transformer && {
			template: transformer.InputTemplate,
			paths: transformer.InputPathsMap ?? {},
		},
		messageGroupId: MessageGroupId,
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
