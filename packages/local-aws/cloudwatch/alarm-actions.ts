import type { DeliverText } from "../events/deliver-text.ts";
import type { EventBridge } from "../events/event-bridge.ts";
import { alarmEventDetail } from "./alarm-event.ts";
import { alarmNotification } from "./alarm-notification.ts";
import { type AlarmChange, alarmArn } from "./describe-alarm.ts";

/** Tells the default bus of an alarm's change, and the topics that are its actions. */
export function tellOfAlarm(
	change: AlarmChange,
	{
		events,
		region,
		deliverText,
	}: {
		readonly events: EventBridge;
		readonly region: string;
		readonly deliverText: DeliverText;
	},
): void {
	events.put(
		"aws.cloudwatch",
		"CloudWatch Alarm State Change",
		alarmEventDetail(change),
		[alarmArn(change.spec, region)],
	);
	if (change.spec.ActionsEnabled === false) return;
	const { subject, message } = alarmNotification(change, region);
	for (const action of actionsOf(change))
		if (action.split(":")[2] === "sns")
			deliverText(action, JSON.stringify(message), { subject }).catch(() => {});
}

function actionsOf({ spec, state, before }: AlarmChange): readonly string[] {
	switch (state.value) {
		case "ALARM":
			return spec.AlarmActions ?? [];
		case "INSUFFICIENT_DATA":
			return spec.InsufficientDataActions ?? [];
		default:
			// AWS tells of a new alarm's first OK, too; here every start would begin with a page of them.
			return before.value === "ALARM" ? (spec.OKActions ?? []) : [];
	}
}
