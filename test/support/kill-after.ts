/** Preloaded into a command's process: ends it with SIGKILL when the AWS call of that number is done. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";

const killAt = Number(process.env.KILL_AFTER_CALLS);
let calls = 0;

for (const { prototype } of [DynamoDBClient, SQSClient]) {
	const send = prototype.send as (...args: unknown[]) => Promise<unknown>;
	Object.assign(prototype, {
		async send(this: unknown, ...args: unknown[]) {
			const result = await send.apply(this, args);
			calls += 1;
			if (calls === killAt) process.kill(process.pid, "SIGKILL");
			return result;
		},
	});
}
