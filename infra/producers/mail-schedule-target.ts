import {
	ContextAttribute,
	ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import {
	type ScheduleTargetBaseProps,
	SqsSendMessage,
} from "aws-cdk-lib/aws-scheduler-targets";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { checkMailMessage, type MailMessage } from "./mail-message.ts";

/** Options of `MailScheduleTarget`, in addition to those of every schedule target. */
export interface MailScheduleTargetProps
	extends Omit<ScheduleTargetBaseProps, "input"> {
	/**
	 * The message to send each time. The default id is the schedule ARN and the scheduled time: an occurrence that
	 * Scheduler delivers twice is one mail.
	 */
	readonly message: MailMessage;
}

/**
 * Mail by an EventBridge schedule.
 *
 * ```ts
 * const message = { to: "team@example.com", subject: "Monday", text: "Have a good week." };
 * const target = new MailScheduleTarget(mail, { message });
 * new Schedule(this, "Monday", { schedule: ScheduleExpression.cron({ weekDay: "MON", hour: "8", minute: "0" }), target });
 * ```
 *
 * For a sender of another account, the queue policy must allow the schedule's role.
 */
export class MailScheduleTarget extends SqsSendMessage {
	constructor(
		sender: IGmailSender,
		{ message, ...options }: MailScheduleTargetProps,
	) {
		super(sender.queue, {
			...options,
			input: ScheduleTargetInput.fromObject({
				id: `${ContextAttribute.scheduleArn}/${ContextAttribute.scheduledTime}`,
				...checkMailMessage(message),
			}),
		});
	}
}
