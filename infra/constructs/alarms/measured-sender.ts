import type { Metric, MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { ownMetric } from "./sender-metrics.ts";

/** A sender's metrics, for alarms and dashboards of one's own. */
export abstract class MeasuredSender extends Construct {
	/** Name of the sender in metrics, alarms, logs and events. */
	abstract readonly senderName: string;

	/** Messages that Google took. */
	metricSent(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "sent", options);
	}

	/** Messages given up, with their reason in the dead-letter queue. */
	metricDeadLettered(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "deadLettered", options);
	}

	/** Messages of which nobody knows whether Google took them. */
	metricInDoubt(options?: MetricOptions): Metric {
		return ownMetric(this.senderName, "inDoubt", options);
	}
}
