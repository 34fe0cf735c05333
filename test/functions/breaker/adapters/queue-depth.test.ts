import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import { createQueueDepth } from "../../../../functions/breaker/adapters/queue-depth.ts";

const client = new SQSClient({
	region: "us-east-1",
	credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
afterEach(() => client.destroy());

test("what a producer delays is hidden, and not in flight", async () => {
	client.middlewareStack.add(() => async () => ({
		response: {},
		output: {
			$metadata: {},
			Attributes: {
				ApproximateNumberOfMessages: "1",
				ApproximateNumberOfMessagesNotVisible: "20",
				ApproximateNumberOfMessagesDelayed: "300",
			},
		},
	}));
	const depth = createQueueDepth({ client, report: () => {} });
	expect(await depth("queue")).toEqual({
		ready: 1,
		hidden: 320,
		inFlight: 20,
	});
});
