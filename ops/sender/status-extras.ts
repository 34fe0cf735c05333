import { countDead, countDoubts } from "./dead-index.ts";
import { read } from "./reading.ts";
import { isConfirmed, readSubscriptions } from "./readings.ts";
import type { Target } from "./target.ts";

export type Extras = Awaited<ReturnType<typeof readExtras>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What `status` tells besides the overview: dead letters of the last hour by cause, doubts of the last 24 hours, and who is told of alarms. */
export async function readExtras(target: Target, now: number) {
	const { pageTopicArn, ticketTopicArn } = target.sender;
	const [deadLastHour, doubts, pageSubscribers, ticketSubscribers] =
		await Promise.all([
			read(() => countDead(target, now - HOUR_MS)),
			read(() => countDoubts(target, now - DAY_MS)),
			read(() => countSubscribers(target, pageTopicArn)),
			read(() => countSubscribers(target, ticketTopicArn)),
		]);
	return { deadLastHour, doubts, pageSubscribers, ticketSubscribers };
}

async function countSubscribers(target: Target, topicArn: string) {
	return (await readSubscriptions(target, topicArn)).filter(isConfirmed).length;
}
