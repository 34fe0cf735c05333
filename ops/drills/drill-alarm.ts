import {
	type MetricAlarm,
	SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { PublishCommand } from "@aws-sdk/client-sns";
import { ALARM_IDS } from "../../core/alarm-ids.ts";
import { readAlarm } from "../sender/read-alarms.ts";
import type { Target } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";

/** Finds the alarm that a drill rehearses. @throws Error when it should exist and does not, or is red because of a real problem. */
export async function findDrillAlarm(
	target: Target,
	id: string,
): Promise<MetricAlarm | undefined> {
	const alarm = await readAlarm(target, id);
	if (alarm === undefined && ALARM_IDS.some((known) => known === id))
		throw new Error(
			`Cannot rehearse ${id} as the sender has no such alarm: deploy the stack ${target.stackName} again`,
		);
	if (alarm?.StateValue === "ALARM")
		throw new Error(
			`Cannot rehearse ${id} as its alarm is red because of a real problem: ${alarm.StateReason}. Type ${OPS} status`,
		);
	return alarm;
}

/** Sends a copy of the alarm to the ticket topic. Nobody is paged. */
export async function publishCopy(
	{ sns, sender }: Target,
	{ AlarmName = "", AlarmDescription = "" }: MetricAlarm,
	who: string,
): Promise<string> {
	await sns.send(
		new PublishCommand({
			TopicArn: sender.ticketTopicArn,
			// A subject takes 100 ASCII characters; a producer's name may be long.
			Subject: `[DRILL] ${AlarmName}`.slice(0, 100),
			Message: `[DRILL] Nothing is wrong: ${who} rehearses this alarm. Do what it says as if it were real.\n\n${AlarmDescription}`,
		}),
	);
	return `A copy of the alarm "${AlarmName}" was sent to the ticket topic, ${sender.ticketTopicArn}; nobody was paged. With --page, the alarm itself rings.`;
}

/** Sets the alarm to red. The next evaluation by CloudWatch resets it. */
export async function setRed(
	{ cloudwatch }: Target,
	{ AlarmName }: MetricAlarm,
	who: string,
): Promise<string> {
	await cloudwatch.send(
		new SetAlarmStateCommand({
			AlarmName,
			StateValue: "ALARM",
			StateReason: `[DRILL] Nothing is wrong: ${who} rehearses this alarm.`,
		}),
	);
	return `The alarm "${AlarmName}" is red and notifies its usual topic, with a reason that starts with [DRILL]. Its next evaluation resets it, within minutes.`;
}
