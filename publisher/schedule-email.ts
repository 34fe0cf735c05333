import {
	LONGEST_SCHEDULED_PAYLOAD_DAYS,
	PAYLOAD_FOLDER,
} from "../core/contract.ts";
import type { Email } from "../core/message/email.ts";
import { problem } from "../core/message/problem.ts";
import { createSchedule } from "./create-schedule.ts";
import { EmailNotQueued, EmailRefused } from "./errors.ts";
import { fakeInPlace } from "./fake-in-place.ts";
import { giveToFake } from "./give-to-fake.ts";
import { receiptOf, sendEmail } from "./send-email.ts";
import { needed, type PublisherOptions } from "./settings.ts";
import { type Taker, writeBody } from "./write-body.ts";

/** SQS keeps a message back for so long at most. */
const LONGEST_DELAY_SECONDS = 900;
const DAY_SECONDS = 86_400;

/** EventBridge Scheduler's limit for what it hands over is 256 KB. */
const SOON: Taker = { mostBytes: 256_000, folder: PAYLOAD_FOLDER.scheduled };
/** The bucket would have forgotten a longer body by then. */
const MUCH_LATER: Taker = {
	mostBytes: SOON.mostBytes,
	folder: undefined,
};

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
 * Scheduler (needs `grantSchedule`). The message needs an `id`; the same id is scheduled once. A time
 * that has passed means now.
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
	const isNear = seconds <= LONGEST_DELAY_SECONDS;
	const fake = fakeInPlace();
	if (fake !== undefined) {
		receiptOf(await giveToFake(fake, email, at));
		return { id, by: isNear ? "queue" : "schedule", at };
	}
	if (isNear) {
		await sendEmail(email, { ...options, delaySeconds: seconds });
		return { id, by: "queue", at: new Date(now + seconds * 1000) };
	}
	const what = "schedule mail for later than in 15 minutes";
	const group = needed("scheduleGroup", options, what);
	const queueArn = needed("queueArn", options, what);
	const roleArn = needed("schedulerRoleArn", options, what);
	const isSoon = seconds <= LONGEST_SCHEDULED_PAYLOAD_DAYS * DAY_SECONDS;
	const written = await writeBody(email, options, isSoon ? SOON : MUCH_LATER);
	if (written.kind === "invalid") throw new EmailRefused(written.problems);
	if (written.kind === "failed") {
		throw new EmailNotQueued(
			`Cannot schedule the message: ${written.sentence}`,
		);
	}
	// Scheduler knows whole seconds: never before the time that was asked for.
	const second = new Date(Math.ceil(at.getTime() / 1000) * 1000);
	const { body } = written;
	await createSchedule(
		{ id, body, at: second, group, queueArn, roleArn },
		options,
	);
	return { id, by: "schedule", at: second };
}

const NO_ID = problem(
	"/id",
	"the field is missing; give a scheduled message an id, derived from the business event, so that it is scheduled once",
);

const EXPIRES_FIRST = problem(
	"/notAfter",
	"it lies before the time for which the message is scheduled; give a later one",
);
