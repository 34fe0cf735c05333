import { countDead, countDoubts } from "./dead-index.ts";
import { readAlarms } from "./read-alarms.ts";
import { read } from "./reading.ts";
import { isConfirmed, readSubscriptions } from "./readings.ts";
import type { Target } from "./target.ts";

export type Extras = Awaited<ReturnType<typeof readExtras>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What `status` shows besides the overview: dead letters of the last hour by cause, doubts of the last 24 hours, red alarms, and the number of subscribers. */
export async function readExtras(target: Target, now: number) {
	const { pageTopicArn, ticketTopicArn } = target.sender;
	const [deadLastHour, doubts, redAlarms, pageSubscribers, ticketSubscribers] =
		await Promise.all([
			read(() => countDead(target, now - HOUR_MS)),
			read(() => countDoubts(target, now - DAY_MS)),
			read(() => readRedAlarms(target)),
			read(() => countSubscribers(target, pageTopicArn)),
			read(() => countSubscribers(target, ticketTopicArn)),
		]);
	return {
		deadLastHour,
		doubts,
		redAlarms,
		pageSubscribers,
		ticketSubscribers,
	};
}

export interface RedAlarm {
	/** Without the sender's name. */
	readonly title: string;
	/** Epoch ms; undefined: CloudWatch does not report it. */
	readonly since: number | undefined;
}

async function readRedAlarms(target: Target): Promise<readonly RedAlarm[]> {
	return (await readAlarms(target))
		.filter(({ StateValue }) => StateValue === "ALARM")
		.map(
			({
				AlarmName = "",
				StateUpdatedTimestamp: updated,
				StateTransitionedTimestamp: since = updated,
			}) => ({
				title: AlarmName.slice(`${target.sender.name}: `.length),
				since: since?.getTime(),
			}),
		);
}

async function countSubscribers(target: Target, topicArn: string) {
	return (await readSubscriptions(target, topicArn)).filter(isConfirmed).length;
}
