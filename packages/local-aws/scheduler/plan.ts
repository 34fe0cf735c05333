import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import { readSchedule, type Schedule } from "./schedule.ts";

/** The names of a template's schedule groups. */
export function planScheduleGroups(of: ResourcesOf): readonly string[] {
	return of("AWS::Scheduler::ScheduleGroup").map(({ name }) => name);
}

/** The schedules of a template. @throws Error for one that a local run can't keep. */
export function planSchedules(of: ResourcesOf): readonly Schedule[] {
	return of("AWS::Scheduler::Schedule").map(({ name, properties }) => {
		try {
			return readSchedule(name, properties);
		} catch (cause) {
			const why = cause instanceof Error ? cause.message : String(cause);
			throw new Error(`Cannot run the schedule ${name}: ${why}`, { cause });
		}
	});
}
