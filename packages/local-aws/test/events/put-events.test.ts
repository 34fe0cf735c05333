import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTinyStack, type TinyStack } from "../support/tiny-stack.ts";

let stack: TinyStack;
let client: EventBridgeClient;
beforeAll(async () => {
	stack = await startTinyStack({});
	client = new EventBridgeClient(stack.client);
});
afterAll(async () => {
	client.destroy();
	await stack.stop();
});

test("PutEvents takes good events and says which are malformed", async () => {
	const result = await client.send(
		new PutEventsCommand({
			Entries: [
				{ Source: "a", DetailType: "b", Detail: "{}" },
				{ Source: "a", DetailType: "b", Detail: "{" },
			],
		}),
	);
	expect(result).toMatchObject({
		FailedEntryCount: 1,
		Entries: [{}, { ErrorCode: "MalformedDetail" }],
	});
});
