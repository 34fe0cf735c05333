import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { alarmId } from "./alarm-names.ts";
import type { Harness } from "./harness.ts";

export interface Ring {
	/** Id of the alarm. */
	readonly alarm: string;
	readonly state: "ALARM" | "OK";
}

const TOPICS = ["page", "ticket"] as const;
export type Topic = (typeof TOPICS)[number];

/** Subscribes a queue of its own to each of the two alarm topics, as a team's pager does. */
export async function subscribePager(
	stack: Harness,
): Promise<(topic: Topic) => readonly Ring[]> {
	const { local, sender } = stack;
	const client = {
		...local.aws.client,
	};
	const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
	const sns = new SNSClient(client);
	const arnOf = (topic: Topic) =>
		`arn:aws:sqs:${sender.region}:000000000000:pager-${topic}`;
	for (const topic of TOPICS) {
		await sqs.send(new CreateQueueCommand({ QueueName: `pager-${topic}` }));
		await sns.send(
			new SubscribeCommand({
				TopicArn:
					topic === "page" ? sender.pageTopicArn : sender.ticketTopicArn,
				Protocol: "sqs",
				Endpoint: arnOf(topic),
			}),
		);
	}
	sqs.destroy();
	sns.destroy();
	return (topic) =>
		(
			local.aws.services.queues.store.getQueueByArn(arnOf(topic))?.messages ??
			[]
		).map(({ body }) => {
			const { AlarmName, NewStateValue } = JSON.parse(JSON.parse(body).Message);
			return { alarm: alarmId(AlarmName, sender.name), state: NewStateValue };
		});
}
