import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { LocalRun } from "./run.ts";

const PATIENCE_MS = 30_000;

/** Sends one mail through the first sender. @returns the server's reply, or why it did not go out. */
export async function sendSample(
	run: LocalRun,
): Promise<{ readonly ok: boolean; readonly reply: string }> {
	const [sender] = run.senders;
	if (sender === undefined)
		return { ok: false, reply: "The synthesized app has no sender" };
	const id = `sample-${crypto.randomUUID()}`;
	const client = new SQSClient({
		...run.aws.client,
		useQueueUrlAsEndpoint: false,
	});
	const arrived = Promise.withResolvers<{ ok: boolean; reply: string }>();
	const end = run.gmail.onMail(({ raw, reply = "(no reply)" }) => {
		if (raw.includes(id)) arrived.resolve({ ok: true, reply });
	});
	const patience = setTimeout(
		() =>
			arrived.resolve({
				ok: false,
				reply: `The sample mail did not arrive within ${PATIENCE_MS / 1000} s`,
			}),
		PATIENCE_MS,
	);
	try {
		await client.send(
			new SendMessageCommand({
				QueueUrl: sender.queueUrl,
				MessageBody: JSON.stringify({
					id,
					to: "ann@example.com",
					subject: "Hello from your own stack ✉️",
					text: "This mail came through the queue, the Lambda bundle, STARTTLS and AUTH.\n",
					html: "<h1>It works</h1><p>This mail came through the queue, the Lambda bundle, STARTTLS and AUTH.</p>",
					headers: { "X-Sample": id },
				}),
			}),
		);
		return await arrived.promise;
	} finally {
		clearTimeout(patience);
		end();
		client.destroy();
	}
}
