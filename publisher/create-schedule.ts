import { createHash } from "node:crypto";
import type {
	GetScheduleCommand,
	SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { EmailNotQueued } from "./errors.ts";
import { notLoaded } from "./not-loaded.ts";
import type { PublisherOptions } from "./settings.ts";

/** What Scheduler is to do, as whom, and where it is kept. */
interface Wanted {
	readonly id: string;
	readonly body: string;
	/** A whole second. */
	readonly at: Date;
	readonly group: string;
	readonly queueArn: string;
	readonly roleArn: string;
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
	const { SchedulerClient, CreateScheduleCommand, GetScheduleCommand } =
		await import("@aws-sdk/client-scheduler").catch(
			notLoaded("@aws-sdk/client-scheduler", "schedule mail"),
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
		const isThere =
			error instanceof Error && error.name === "ConflictException";
		if (!isThere) throw notScheduled(error);
		const there = await scheduled(
			client,
			new GetScheduleCommand({ Name, GroupName: group }),
		);
		if (there.expression === ScheduleExpression && there.body === body) return;
		throw new EmailNotQueued(
			`Cannot schedule the message ${id} as it is scheduled already, ${there.expression} UTC, and its time or its content differs: give it an id of its own, or delete the schedule ${group}/${Name}`,
			{ cause: error },
		);
	} finally {
		if (options.scheduler === undefined) client.destroy();
	}
}

async function scheduled(client: SchedulerClient, command: GetScheduleCommand) {
	try {
		const { ScheduleExpression: expression, Target } =
			await client.send(command);
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
