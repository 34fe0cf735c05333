import { countDead } from "./dead-index.ts";
import { read } from "./reading.ts";
import { isConfirmed, readSubscriptions } from "./readings.ts";
import type { Target } from "./target.ts";

export type Extras = Awaited<ReturnType<typeof readExtras>>;

const HOUR_MS = 3_600_000;

/** What `status` tells besides the overview: dead letters of the last hour by cause, and who is told of alarms. */
export async function readExtras(target: Target, now: number) {
	const { pageTopicArn, ticketTopicArn } = target.sender;
	const [deadLastHour, pageSubscribers, ticketSubscribers] = await Promise.all([
		read(() => countDead(target, now - HOUR_MS)),
		read(() => countSubscribers(target, pageTopicArn)),
		read(() => countSubscribers(target, ticketTopicArn)),
	]);
	return { deadLastHour, pageSubscribers, ticketSubscribers };
}

async function countSubscribers(target: Target, topicArn: string) {
	return (await readSubscriptions(target, topicArn)).filter(isConfirmed).length;
}
