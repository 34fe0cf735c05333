import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Target } from "./target.ts";

export interface DepthReading {
	/** Messages that can be received now. */
	readonly ready: number;
	/** Messages that wait for their time or are held by somebody. */
	readonly hidden: number;
}

/** How many messages are in a queue; SQS counts approximately. */
export async function readDepth(
	{ sqs }: Target,
	QueueUrl: string,
): Promise<DepthReading> {
	const { Attributes } = await sqs.send(
		new GetQueueAttributesCommand({
			QueueUrl,
			AttributeNames: [
				"ApproximateNumberOfMessages",
				"ApproximateNumberOfMessagesNotVisible",
				"ApproximateNumberOfMessagesDelayed",
			],
		}),
	);
	const counts: Readonly<Record<string, string>> = Attributes ?? {};
	const count = (name: string) => Number(counts[name] ?? 0);
	return {
		ready: count("ApproximateNumberOfMessages"),
		hidden:
			count("ApproximateNumberOfMessagesNotVisible") +
			count("ApproximateNumberOfMessagesDelayed"),
	};
}
