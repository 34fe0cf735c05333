import { type InvokeConfig, readInvokeConfig } from "./lambda/invoke-config.ts";
import type { Names } from "./names.ts";
import { type PipeSpec, pipeSpec } from "./pipes/plan.ts";
import type { Schedule } from "./scheduler/schedule.ts";
import { readSchedule } from "./scheduler/schedule-settings.ts";

/** What of a stack delivers by itself: EventBridge Scheduler, EventBridge Pipes, Lambda's destinations. */
export interface DeliveryPlan {
	readonly scheduleGroups: readonly string[];
	readonly schedules: readonly Schedule[];
	readonly pipes: readonly PipeSpec[];
	readonly invokeConfigs: readonly {
		readonly functionName: string;
		readonly config: InvokeConfig;
	}[];
}

type Properties = Readonly<Record<string, unknown>>;

/** Reads it from a template's resources. @throws Error for what a local run can't do. */
export function planDeliveries(
	of: (
		type: string,
	) => readonly { readonly id: string; readonly properties: Properties }[],
	names: Names,
): DeliveryPlan {
	const roleOf = (functionName: string) =>
		of("AWS::Lambda::Function").find(
			({ id }) => names.physical(id) === functionName,
		)?.properties.Role;
	return {
		scheduleGroups: of("AWS::Scheduler::ScheduleGroup").map(({ id }) =>
			names.physical(id),
		),
		schedules: of("AWS::Scheduler::Schedule").map(({ id, properties }) =>
			scheduleOf(names.physical(id), properties),
		),
		pipes: of("AWS::Pipes::Pipe").map(({ id, properties }) =>
			pipeSpec(
				{ name: names.physical(id), arn: names.attribute(id, "Arn") },
				properties,
			),
		),
		invokeConfigs: of("AWS::Lambda::EventInvokeConfig").map(
			({ properties }) => {
				const functionName = nameOf(String(properties.FunctionName));
				const role = roleOf(functionName);
				const roleArn = role === undefined ? undefined : String(role);
				const config = readInvokeConfig(functionName, properties, roleArn);
				return { functionName, config };
			},
		),
	};
}

/** A function may be named by its ARN. */
function nameOf(functionName: string): string {
	return /:function:([^:]+)/.exec(functionName)?.[1] ?? functionName;
}

function scheduleOf(name: string, properties: Properties): Schedule {
	try {
		return readSchedule(name, properties);
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new Error(`Cannot run the schedule ${name}: ${why}`, { cause });
	}
}
