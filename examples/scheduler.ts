// Mails a team each Monday at eight, in the time of Berlin.
// EventBridge Scheduler → the sender's queue → mail; a Monday that is delivered twice is still one mail.
import { App, Stack, TimeZone } from "aws-cdk-lib";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailScheduleTarget } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "Scheduler");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "alerts@your-domain.com",
	mailboxType: "workspace",
});

// What matters: when, and what; the key is the schedule and the time it was due.
new Schedule(stack, "Monday", {
	scheduleName: "monday-mail",
	schedule: ScheduleExpression.cron({
		weekDay: "MON",
		hour: "8",
		minute: "0",
		timeZone: TimeZone.EUROPE_BERLIN,
	}),
	target: new MailScheduleTarget(mail, {
		message: {
			to: "team@your-domain.com",
			subject: "It is Monday",
			text: "Stand-up is at nine.",
		},
	}),
});

app.synth();
