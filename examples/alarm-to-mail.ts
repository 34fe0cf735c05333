// Mails about a CloudWatch alarm, when it goes off and when it is over.
// Orders fail → the alarm changes its state → EventBridge → the sender's queue → oncall@your-domain.com.
import { App, Duration, Stack } from "aws-cdk-lib";
import { Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
// In your app: from "sqs-gmail-sender".
import { GmailSender, MailAlarmRule } from "../infra/index.ts";

const app = new App();
const stack = new Stack(app, "AlarmToMail");
const mail = new GmailSender(stack, "Mail", {
	mailbox: "alerts@your-domain.com",
	mailboxType: "workspace",
});

// What matters: an alarm of yours, and who hears of it.
const failedOrders = new Metric({
	namespace: "Shop",
	metricName: "FailedOrders",
	statistic: "Sum",
	period: Duration.minutes(1),
}).createAlarm(stack, "FailedOrders", {
	alarmName: "failed-orders",
	alarmDescription: "Orders fail: look at the payment provider first.",
	threshold: 1,
	evaluationPeriods: 1,
	treatMissingData: TreatMissingData.NOT_BREACHING,
});
new MailAlarmRule(stack, "AlarmMail", {
	sender: mail,
	alarms: [failedOrders],
	to: "oncall@your-domain.com",
	states: ["ALARM", "OK"],
});

app.synth();
