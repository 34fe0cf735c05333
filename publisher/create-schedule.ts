import { createHash } from "node:crypto";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import { EmailNotQueued } from "./errors.ts";
import { needed, type PublisherOptions } from "./settings.ts";

/** Where schedules are kept, and what Scheduler does as whom. */
export interface SchedulerSettings {
	readonly group: string;
	readonly queueArn: string;
	readonly roleArn: string;
}

/** @throws Error that names what is missing. */
export function readSchedulerSettings(
	options: PublisherOptions,
): SchedulerSettings {
	const what = "schedule mail for later than in 15 minutes";
	return {
		group: needed("scheduleGroup", options, what),
		queueArn: needed("queueArn", options, what),
		roleArn: needed("schedulerRoleArn", options, what),
	};
}

interface Wanted extends SchedulerSettings {
	readonly id: string;
	readonly body: string;
	/** A whole second. */
	readonly at: Date;
}

/**
 * Has EventBridge Scheduler put a body on the queue later, once for an id.
 *
 * @throws EmailNotQueued when it is not, or the id has another schedule already.
 */
export async function createSchedule(
	wanted: Wanted,
	options: PublisherOptions,
): Promise<void> {
	const { id, body, at, group, queueArn, roleArn } = wanted;
	// Only mail for much later needs this client.
	const { SchedulerClient, CreateScheduleCommand } = await import(
		"@aws-sdk/client-scheduler"
	);
	const client = options.scheduler ?? new SchedulerClient();
	// A schedule's name may have fewer characters than an id.
	const Name = createHash("sha256").update(id).digest("hex");
	const ScheduleExpression = `at(${at.toISOString().slice(0, 19)})`;
	try {
		await client.send(
			new CreateScheduleCommand({
				Name,
				GroupName: group,
				ScheduleExpression,
				ScheduleExpressionTimezone: "UTC",
				FlexibleTimeWindow: { Mode: "OFF" },
				ActionAfterCompletion: "DELETE",
				Target: { Arn: queueArn, RoleArn: roleArn, Input: body },
			}),
		);
	} catch (error) {
		if (!isNamed(error, "ConflictException")) throw notScheduled(error);
		const there = await scheduled(client, Name, group);
		if (there.expression === ScheduleExpression && there.body === body) return;
		throw new EmailNotQueued(
			`Cannot schedule the message ${id} as it is scheduled already, ${there.expression} UTC, and its time or its content differs: give it an id of its own, or delete the schedule ${group}/${Name}`,
			{ cause: error },
		);
	} finally {
		if (options.scheduler === undefined) client.destroy();
	}
}

async function scheduled(
	client: SchedulerClient,
	Name: string,
	GroupName: string,
) {
	const { GetScheduleCommand } = await import("@aws-sdk/client-scheduler");
	try {
		const { ScheduleExpression: expression, Target } = await client.send(
			new GetScheduleCommand({ Name, GroupName }),
		);
		return { expression, body: Target?.Input };
	} catch (error) {
		throw notScheduled(error);
	}
}

function notScheduled(error: unknown): EmailNotQueued {
	const why = error instanceof Error ? error.message : String(error);
	return new EmailNotQueued(`Cannot schedule the message: ${why}`, {
		cause: error,
	});
}

function isNamed(error: unknown, name: string): boolean {
	return error instanceof Error && error.name === name;
}
