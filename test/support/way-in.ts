import { SQSClient } from "@aws-sdk/client-sqs";
import type { Stack } from "aws-cdk-lib";
import type { LocalAws } from "local-aws";
import type { GmailSender } from "../../infra/index.ts";
import type { Harness } from "./harness.ts";

/** One way by which a service sends mail: what an app has for it, and what sets it off. */
export interface WayIn {
	readonly name: string;
	/** Of the mail that it leads to. */
	readonly subject: string;
	/** Whether the mail has to say, in its first line, that the origin of its event is not verified. */
	readonly isDoubted?: true;
	build(stack: Stack, sender: GmailSender): void;
	/** Makes the service do its thing, by its own client. */
	act(at: Place): Promise<void>;
	/** Minutes until the service has sent. */
	readonly minutes?: number;
}

/** What a client needs to reach the local run. */
export interface Place {
	readonly client: LocalAws["client"];
	/** URL of a queue by its name. */
	queueUrl(name: string): string;
	/** The output of the app whose name starts so. */
	output(name: string): string;
}

export function placeOf({ local }: Harness): Place {
	const { url, services, client } = local.aws;
	return {
		client,
		queueUrl: (name) => `${url}/000000000000/${name}`,
		output: (name) => {
			const outputs = services.stacks.flatMap((each) =>
				Object.entries(each.outputs),
			);
			const found = outputs.find(([key]) => key.startsWith(name));
			if (found === undefined) throw new Error(`no output ${name}`);
			return String(found[1].value);
		},
	};
}

/** A client of SQS that goes to the local run, whatever host a queue's URL names. */
export function sqsOf({ client }: Place): SQSClient {
	return new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
}

/** From now on whatever is put on the sender's queue is there twice. @returns how many there were. */
export function deliverTwice({ local, sender }: Harness): () => number {
	const queue = local.aws.services.queues.store.getQueueByArn(sender.queueArn);
	if (queue === undefined) throw new Error("no queue");
	const enqueue = queue.enqueue.bind(queue);
	let count = 0;
	queue.enqueue = (message) => {
		count += 1;
		enqueue({ ...message, messageId: crypto.randomUUID() });
		enqueue(message);
	};
	return () => count;
}
