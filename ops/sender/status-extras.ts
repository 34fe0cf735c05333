import { paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import { countDead } from "./dead-counts.ts";
import { type Reading, read } from "./reading.ts";
import type { Target } from "./target.ts";

/** What `status` tells besides the overview. */
export interface Extras {
	/** Dead letters of the last hour, by cause. */
	readonly deadLastHour: Reading<Readonly<Record<string, number>>>;
	/** Confirmed subscriptions of the alarms' topics. */
	readonly pageSubscribers: Reading<number>;
	readonly ticketSubscribers: Reading<number>;
}

const HOUR_MS = 3_600_000;

export async function readExtras(target: Target, now: number): Promise<Extras> {
	const { pageTopicArn, ticketTopicArn } = target.sender;
	const [deadLastHour, pageSubscribers, ticketSubscribers] = await Promise.all([
		read(() => countDead(target, now - HOUR_MS)),
		read(() => countSubscribers(target, pageTopicArn)),
		read(() => countSubscribers(target, ticketTopicArn)),
	]);
	return { deadLastHour, pageSubscribers, ticketSubscribers };
}

async function countSubscribers(
	{ sns }: Target,
	TopicArn: string,
): Promise<number> {
	let confirmed = 0;
	const pages = paginateListSubscriptionsByTopic({ client: sns }, { TopicArn });
	for await (const { Subscriptions = [] } of pages) {
		// One that was never confirmed, or is gone, has a word in place of its ARN.
		confirmed += Subscriptions.filter(({ SubscriptionArn = "" }) =>
			SubscriptionArn.startsWith("arn:"),
		).length;
	}
	return confirmed;
}
