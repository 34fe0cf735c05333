import { Duration } from "aws-cdk-lib";
import {
	type Alarm,
	AlarmStatusWidget,
	Dashboard,
	GraphWidget,
	type IWidget,
	TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { ownMetric } from "./sender-metrics.ts";

/** The dashboard, by question: is mail flowing, what fails, what waits? */
export class SenderDashboard extends Construct {
	constructor(
		scope: Construct,
		id: string,
		{
			name,
			queue,
			deadLetterQueue,
			alarms,
		}: {
			readonly name: string;
			readonly queue: Queue;
			readonly deadLetterQueue: Queue;
			readonly alarms: readonly Alarm[];
		},
	) {
		super(scope, id);
		const label = (text: string) => ({ label: text });
		const rows: IWidget[][] = [
			[
				new AlarmStatusWidget({
					title: `Alarms of ${name}`,
					width: 24,
					alarms: [...alarms],
				}),
			],
			[question("Is mail flowing?")],
			[
				graph("Sent", [
					ownMetric(name, "sent", label("messages")),
					ownMetric(name, "recipients", label("recipients")),
				]),
				graph("From queue to Google, milliseconds", [
					ownMetric(name, "queueLatency", {
						statistic: "p50",
						label: "median",
					}),
					ownMetric(name, "queueLatency", {
						statistic: "p95",
						label: "95 %",
					}),
				]),
			],
			[question("What fails?")],
			[
				graph("Refused by Google", [
					ownMetric(name, "smtpRefused", label("refusals")),
				]),
				graph("Given up", [
					ownMetric(name, "deadLettered", label("dead-lettered")),
					ownMetric(name, "inDoubt", label("in doubt")),
					ownMetric(name, "expired", label("expired")),
				]),
			],
			[question("What waits?")],
			[
				graph("Queues", [
					queue.metricApproximateNumberOfMessagesVisible(label("ready")),
					queue.metricApproximateNumberOfMessagesNotVisible(
						label("waiting or at work"),
					),
					deadLetterQueue.metricApproximateNumberOfMessagesVisible(
						label("dead letters"),
					),
				]),
				graph("Kept back by the breaker or a hold, seconds", [
					ownMetric(name, "blocked", {
						statistic: "Maximum",
						label: "seconds",
					}),
				]),
			],
			[
				graph("Daily limit used, percent", [
					ownMetric(name, "quotaUsed", {
						statistic: "Maximum",
						label: "percent",
					}),
				]),
				graph("Deferred near the daily limit", [
					ownMetric(name, "deferred", label("messages")),
				]),
			],
		];
		new Dashboard(this, "Resource", {
			defaultInterval: Duration.hours(24),
			widgets: rows,
		});
	}
}

function question(text: string): IWidget {
	return new TextWidget({ markdown: `## ${text}`, width: 24, height: 1 });
}

function graph(
	title: string,
	left: ConstructorParameters<typeof GraphWidget>[0]["left"],
): IWidget {
	return new GraphWidget({
		title,
		width: 12,
		...(left === undefined ? {} : { left }),
	});
}
