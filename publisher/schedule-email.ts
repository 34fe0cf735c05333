import { createHash } from "node:crypto";
import { problem } from "../functions/send-email/domain/problem.ts";
import type { Email } from "./email.ts";
import { EmailNotQueued, EmailRefused } from "./errors.ts";
import { sendEmails } from "./send-emails.ts";
import { needed, type PublisherOptions } from "./settings.ts";
import { toBody } from "./to-body.ts";

/** SQS keeps a message back for so long at most. */
const LONGEST_DELAY_SECONDS = 900;
/** EventBridge Scheduler's limit for what it hands over. */
const MOST_INPUT_BYTES = 256_000;

/** A message that goes out later. */
export interface ScheduledEmail {
	readonly id: string;
	/** `queue`: it is on the queue already, and becomes visible then; `schedule`: EventBridge Scheduler puts it there. */
	readonly by: "queue" | "schedule";
	/** When it comes to the queue; it is sent as soon as possible after that. */
	readonly at: Date;
}

/**
 * Sends a message at a later time: kept back by the queue for up to 15 minutes, else by EventBridge
 * Scheduler (needs `grantSchedule`). The message needs an `id`; the same id is scheduled once.
 *
 * @throws EmailRefused when the sender would refuse it.
 * @throws EmailNotQueued when AWS did not take it, or this id is scheduled for another time or with another content.
 */
export async function scheduleEmail(
	email: Email,
	at: Date,
	options: PublisherOptions = {},
): Promise<ScheduledEmail> {
	const { id, notAfter } = email;
	const now = (options.now ?? Date.now)();
	if (Number.isNaN(at.getTime())) {
		throw new RangeError(
			"Cannot schedule the message as its time is no time: current value is an invalid Date; allowed is a Date",
		);
	}
	if (id === undefined) throw new EmailRefused([NO_ID]);
	if (notAfter !== undefined && Date.parse(notAfter) <= at.getTime()) {
		throw new EmailRefused([EXPIRES_FIRST]);
	}
	const seconds = Math.max(0, Math.ceil((at.getTime() - now) / 1000));
	const time = new Date(now + seconds * 1000);
	if (seconds <= LONGEST_DELAY_SECONDS) {
		const [result] = await sendEmails([email], {
			...options,
			delaySeconds: seconds,
		});
		if (result?.kind === "queued") return { id, by: "queue", at: time };
		if (result?.kind === "invalid") throw new EmailRefused(result.problems);
		throw new EmailNotQueued(
			`Cannot queue the message: ${result?.sentence ?? "there was no answer"}`,
		);
	}
	const body = await toBody(email, options, MOST_INPUT_BYTES);
	if (body.kind === "invalid") throw new EmailRefused(body.problems);
	// Scheduler knows whole seconds: never before the time that was asked for.
	const second = new Date(Math.ceil(at.getTime() / 1000) * 1000);
	return schedule({ id, body: body.body, at: second }, options);
}

async function schedule(
	{
		id,
		body,
		at,
	}: { readonly id: string; readonly body: string; readonly at: Date },
	options: PublisherOptions,
): Promise<ScheduledEmail> {
	const what = "schedule mail for later than in 15 minutes";
	const GroupName = needed("scheduleGroup", options, what);
	const target = {
		Arn: needed("queueArn", options, what),
		RoleArn: needed("schedulerRoleArn", options, what),
		Input: body,
	};
	// Only mail for much later needs this client.
	const { SchedulerClient, CreateScheduleCommand, GetScheduleCommand } =
		await import("@aws-sdk/client-scheduler");
	const client = options.scheduler ?? new SchedulerClient();
	const Name = createHash("sha256").update(id).digest("hex");
	const ScheduleExpression = `at(${at.toISOString().slice(0, 19)})`;
	try {
		await client.send(
			new CreateScheduleCommand({
				Name,
				GroupName,
				ScheduleExpression,
				ScheduleExpressionTimezone: "UTC",
				FlexibleTimeWindow: { Mode: "OFF" },
				ActionAfterCompletion: "DELETE",
				Target: target,
			}),
		);
		return { id, by: "schedule", at };
	} catch (error) {
		if ((error as Error).name !== "ConflictException") {
			throw new EmailNotQueued(
				`Cannot schedule the message: ${(error as Error).message}`,
				{ cause: error },
			);
		}
		const there = await client.send(
			new GetScheduleCommand({ Name, GroupName }),
		);
		const isSame =
			there.ScheduleExpression === ScheduleExpression &&
			there.Target?.Input === body;
		if (isSame) return { id, by: "schedule", at };
		throw new EmailNotQueued(
			`Cannot schedule the message ${id} as it is scheduled already, ${there.ScheduleExpression} UTC: give it an id of its own, or delete the schedule ${GroupName}/${Name}`,
			{ cause: error },
		);
	} finally {
		if (options.scheduler === undefined) client.destroy();
	}
}

const NO_ID = problem(
	"/id",
	"the field is missing; give a scheduled message an id, derived from the business event, so that it is scheduled once",
);

const EXPIRES_FIRST = problem(
	"/notAfter",
	"it lies before the time for which the message is scheduled; give a later one",
);
