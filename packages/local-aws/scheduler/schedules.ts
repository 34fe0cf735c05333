import { randomBytes } from "node:crypto";
import { ACCOUNT, AwsError } from "../http.ts";
import { executionText } from "./context-attributes.ts";
import { nextOccurrence, type Timing } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule that EventBridge Scheduler keeps. Times are epoch ms. */
export interface KeptSchedule extends Schedule {
	readonly arn: string;
	readonly createdMs: number;
	readonly changedMs: number;
	/** Of the request that created it. */
	readonly clientToken: string | undefined;
	/** Undefined: never any more, or not while it is disabled. */
	nextMs: number | undefined;
}

type Deliver = (
	target: Schedule["settings"]["Target"],
	text: string,
) => Promise<void>;

/**
 * The schedules of EventBridge Scheduler, on the local clock. Unlike EventBridge's rules, which fire
 * once for all that a jump in time skipped, each occurrence is delivered with its own scheduled time,
 * one after another: a day with an hourly schedule sends 24 mails, as it would on AWS.
 */
export class Schedules {
	readonly groups = new Set(["default"]);
	readonly #kept = new Map<string, KeptSchedule>();
	readonly #region: string;
	readonly #deliver: Deliver;

	constructor(region: string, deliver: Deliver) {
		this.#region = region;
		this.#deliver = deliver;
	}

	/** @throws AwsError when its group is unknown or its name taken, except by the same request. */
	create(schedule: Schedule, clientToken?: string): KeptSchedule {
		const { Name, GroupName } = schedule.settings;
		if (!this.groups.has(GroupName))
			throw notFound(`Schedule Group ${GroupName} does not exist.`);
		const arn = this.#arnOf(Name, GroupName);
		const before = this.#kept.get(arn);
		if (before === undefined) return this.#keep(schedule, { arn, clientToken });
		if (clientToken !== undefined && before.clientToken === clientToken)
			return before;
		throw new AwsError(
			"ConflictException",
			`Schedule ${Name} already exists.`,
			409,
		);
	}

	/** @throws AwsError when it is unknown. */
	update(schedule: Schedule): KeptSchedule {
		const { Name, GroupName } = schedule.settings;
		return this.#keep(schedule, this.get(Name, GroupName));
	}

	/** @throws AwsError when it is unknown. */
	get(name: string, group: string): KeptSchedule {
		const found = this.#kept.get(this.#arnOf(name, group));
		if (found === undefined) throw notFound(`Schedule ${name} does not exist.`);
		return found;
	}

	/** @throws AwsError when it is unknown. */
	delete(name: string, group: string): void {
		this.#kept.delete(this.get(name, group).arn);
	}

	/** All of them, by ARN. */
	list(): readonly KeptSchedule[] {
		return [...this.#kept.values()].sort((one, other) =>
			one.arn < other.arn ? -1 : 1,
		);
	}

	/** Delivers what has become due, and deletes what is completed and wants it. */
	fireDue(): void {
		const now = Date.now();
		for (const schedule of this.#kept.values()) {
			const due = takeDue(schedule, now);
			if (due.length === 0) continue;
			const { ActionAfterCompletion } = schedule.settings;
			if (schedule.nextMs === undefined && ActionAfterCompletion === "DELETE")
				this.#kept.delete(schedule.arn);
			void this.#fire(schedule, due);
		}
	}

	async #fire(
		{ arn, settings: { Target } }: KeptSchedule,
		due: readonly number[],
	): Promise<void> {
		for (const scheduledMs of due) {
			const executionId = randomBytes(8).toString("hex");
			const execution = { scheduleArn: arn, scheduledMs, executionId };
			const text = executionText(Target.Input, execution, this.#region);
			await this.#deliver(Target, text).catch((error) =>
				console.error(`schedule ${arn}: ${error}`),
			);
		}
	}

	/** Keeps a schedule, new or changed: its occurrences begin anew. */
	#keep(
		schedule: Schedule,
		before: Pick<KeptSchedule, "arn" | "clientToken"> & Partial<KeptSchedule>,
	): KeptSchedule {
		const { arn, clientToken, createdMs = Date.now() } = before;
		const changedMs = Date.now();
		const kept: KeptSchedule = {
			...schedule,
			...{ arn, clientToken, createdMs, changedMs },
			nextMs: undefined,
		};
		if (schedule.settings.State === "ENABLED")
			kept.nextMs = nextOccurrence(timingOf(kept));
		this.#kept.set(arn, kept);
		return kept;
	}

	#arnOf(name: string, group: string): string {
		return `arn:aws:scheduler:${this.#region}:${ACCOUNT}:schedule/${group}/${name}`;
	}
}

function notFound(message: string): AwsError {
	return new AwsError("ResourceNotFoundException", message, 404);
}

/** All occurrences up to now that have not been taken yet, in order. */
function takeDue(kept: KeptSchedule, now: number): readonly number[] {
	const due: number[] = [];
	while (kept.nextMs !== undefined && kept.nextMs <= now) {
		due.push(kept.nextMs);
		kept.nextMs = nextOccurrence(timingOf(kept), kept.nextMs);
	}
	return due;
}

function timingOf({ settings, expression, changedMs }: KeptSchedule): Timing {
	const { StartDate, EndDate, ScheduleExpressionTimezone } = settings;
	return {
		expression,
		zone: ScheduleExpressionTimezone,
		sinceMs: changedMs,
		startMs: StartDate === undefined ? undefined : StartDate * 1000,
		endMs: EndDate === undefined ? undefined : EndDate * 1000,
	};
}
