import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { attempt } from "../../shared/aws-failure.ts";
import type { BreakerDeps } from "../deps.ts";

/** How many messages a queue holds. */
export function createQueueDepth(options: {
	readonly client: SQSClient;
	readonly report: (error: unknown) => void;
}): BreakerDeps["depth"] {
	const { client, report } = options;
	return (QueueUrl) =>
		attempt(async () => {
			const { Attributes } = await client.send(
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
			const inFlight = count("ApproximateNumberOfMessagesNotVisible");
			return {
				ready: count("ApproximateNumberOfMessages"),
				hidden: inFlight + count("ApproximateNumberOfMessagesDelayed"),
				inFlight,
			};
		}, report);
}
