import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";
import type { Schedule } from "./schedule.ts";
import { readSchedule } from "./schedule-settings.ts";

/** The names of a template's schedule groups. */
export function planScheduleGroups(
	of: ResourcesOf,
	names: Names,
): readonly string[] {
	return of("AWS::Scheduler::ScheduleGroup").map(({ id }) =>
		names.physical(id),
	);
}

/** The schedules of a template. @throws Error for one that a local run can't keep. */
export function planSchedules(
	of: ResourcesOf,
	names: Names,
): readonly Schedule[] {
	return of("AWS::Scheduler::Schedule").map(({ id, properties }) => {
		const name = names.physical(id);
		try {
			return readSchedule(name, properties);
		} catch (cause) {
			const why = cause instanceof Error ? cause.message : String(cause);
			throw new Error(`Cannot run the schedule ${name}: ${why}`, { cause });
		}
	});
}
