import type { Metric, MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { ownMetric } from "./sender-metrics.ts";

/** Options of a metric that is also counted per cause. */
export interface CauseMetricOptions extends MetricOptions {
	/**
	 * Only this cause, for example `auth`, `quota` or `bad-recipient`.
	 * @default - all causes together
	 */
	readonly cause?: string;
}

/** A sender's metrics, for alarms and dashboards of one's own. */
export abstract class MeasuredSender extends Construct {
	/** Name of the sender in metrics, alarms, logs and events. */
	abstract readonly senderName: string;

	/** Messages that Google took. */
	metricSent(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "sent", options);
	}

	/** Recipients of those messages. */
	metricRecipients(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "recipients", options);
	}

	/** Messages given up, with their reason in the dead-letter queue. */
	metricDeadLettered(options?: CauseMetricOptions): Metric {
		return ownMetric(this.senderName, "deadLettered", options);
	}

	/** Messages of which nobody knows whether Google took them. */
	metricInDoubt(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "inDoubt", options);
	}

	/** Refusals by Google's servers, of logins, messages and recipients. */
	metricSmtpRefused(options?: CauseMetricOptions): Metric {
		return ownMetric(this.senderName, "smtpRefused", options);
	}

	/** Milliseconds from the queue to Google's 250. */
	metricQueueLatency(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "queueLatency", {
			statistic: "p95",
			...options,
		});
	}

	/** Messages that wait in the queue, whatever for. */
	metricWaiting(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "waiting", {
			statistic: "Maximum",
			...options,
		});
	}
}
