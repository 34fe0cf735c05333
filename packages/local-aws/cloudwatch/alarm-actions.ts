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
		whyNot,
		note,
	}: {
		readonly events: EventBridge;
		readonly region: string;
		readonly deliverText: DeliverText;
		/** Why CloudWatch may not publish to a topic; undefined: it may. */
		readonly whyNot: (topicArn: string) => string | undefined;
		/** Takes what an action came to, for the history of the alarm. */
		readonly note: (summary: string) => void;
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
	const publish = async (topicArn: string) => {
		const refusal = whyNot(topicArn);
		if (refusal !== undefined) throw new Error(refusal);
		await deliverText(topicArn, JSON.stringify(message), { subject });
	};
	for (const action of actionsOf(change))
		if (action.split(":")[2] === "sns")
			publish(action).then(
				() => note(`Successfully executed action ${action}`),
				({ message: why }: Error) =>
					note(`Failed to execute action ${action}. Received error: "${why}"`),
			);
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
