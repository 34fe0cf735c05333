import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { ownMetric } from "./sender-metrics.ts";

/** What the dashboard looks at. */
export interface DashboardSources {
	readonly name: string;
	readonly queue: Queue;
	readonly deadLetterQueue: Queue;
	readonly fn: LambdaFunction;
}

/** A question on call, and the graphs that answer it, by title. */
export interface DashboardRow {
	readonly question: string;
	readonly graphs: Readonly<Record<string, readonly IMetric[]>>;
}

const sum = (label: string) => ({ label });
const level = (label: string) => ({ label, statistic: "Maximum" });

/** The dashboard's questions, in the order in which they come up. */
export function dashboardRows(sources: DashboardSources): DashboardRow[] {
	const { name, queue, deadLetterQueue, fn } = sources;
	return [
		{
			question: "Is mail flowing?",
			graphs: {
				Sent: [ownMetric(name, "sent", sum("messages"))],
			},
		},
		{
			question: "What stops it?",
			graphs: {
				"Google (1: stops all mail)": [
					ownMetric(name, "authRefused", level("login refused")),
					ownMetric(name, "quotaExhausted", level("daily limit")),
					ownMetric(name, "gmailUnavailable", level("unavailable")),
					ownMetric(name, "misconfigured", level("misconfigured")),
				],
				"Something of ours (1: it does)": [
					ownMetric(name, "heldTooLong", level("held for long")),
					ownMetric(name, "producersHeld", level("producers held")),
					ownMetric(name, "stalled", level("stalled")),
					ownMetric(name, "mappingAstray", level("mapping astray")),
					ownMetric(name, "crowded", level("queue crowded")),
				],
			},
		},
		{
			question: "What waits, and for how long?",
			graphs: {
				Queues: [
					queue.metricApproximateNumberOfMessagesVisible(sum("ready")),
					queue.metricApproximateNumberOfMessagesNotVisible(
						sum("waiting or at work"),
					),
					deadLetterQueue.metricApproximateNumberOfMessagesVisible(
						sum("dead letters"),
					),
				],
				"Kept back, and oldest dead letter, seconds": [
					ownMetric(name, "blocked", level("kept back")),
					ownMetric(name, "oldestDeadLetter", level("oldest dead letter")),
				],
			},
		},
		{
			question: "Is the daily limit near?",
			graphs: {
				"Daily limit used, percent": [
					ownMetric(name, "quotaUsed", level("percent")),
				],
			},
		},
		{
			question: "What fails?",
			graphs: {
				"Given up": [
					ownMetric(name, "deadLettered", sum("dead-lettered")),
					ownMetric(name, "inDoubt", sum("in doubt")),
				],
			},
		},
		{
			question: "Is the sender itself well?",
			graphs: {
				"The sending function": [
					fn.metricErrors(sum("errors")),
					fn.metricThrottles(sum("throttles")),
					ownMetric(name, "eventsLost", sum("events lost")),
				],
				"Its state and who looks after it": [
					ownMetric(name, "stateUnreachable", sum("state unreachable")),
					ownMetric(name, "ticks", sum("rounds of the breaker function")),
				],
			},
		},
	];
}
