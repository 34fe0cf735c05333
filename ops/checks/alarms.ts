import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "../../core/contract.ts";
import { readAlarms, readExpectedAlarms } from "../sender/read-alarms.ts";
import { readLastRound } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { SILENT_MS } from "./breaker-function.ts";
import {
	type Check,
	type CheckContext,
	type Finding,
	ok,
	trouble,
} from "./check.ts";

export const alarms: Check = {
	id: "alarms",
	title: "the alarms exist, notify somebody, and are not red",
	async run(context) {
		const [expected, found] = await Promise.all([
			readExpectedAlarms(context.target),
			readAlarms(context.target),
		]);
		return (
			missing(expected, found, context) ??
			amiss(found, context) ??
			(await blind(found, context)) ??
			ok(`${found.length} alarms, none of them red`)
		);
	},
};

// CloudWatch sets a gauge's first state within its longest period.
const SETTLED_MS = 20 * 60_000;

function missing(
	expected: readonly string[],
	found: readonly MetricAlarm[],
	{ mend }: CheckContext,
): Finding | undefined {
	const gone = expected.filter(
		(name) => !found.some(({ AlarmName }) => AlarmName === name),
	);
	if (expected.length > 0 && gone.length === 0) return undefined;
	return trouble(
		expected.length === 0
			? "the stack has no alarms"
			: `there is no alarm ${listed(gone)}`,
		"nobody is notified when mail stops",
		mend.redeploy(),
	);
}

/** Alarms that are mute, miswired or red, whichever there are first. */
function amiss(
	found: readonly MetricAlarm[],
	{ target: { sender }, mend }: CheckContext,
): Finding | undefined {
	const topics = [sender.pageTopicArn, sender.ticketTopicArn];
	const mute = namesOf(found.filter((alarm) => alarm.ActionsEnabled !== true));
	if (mute.length > 0)
		return trouble(
			`the actions of ${listed(mute)} are disabled`,
			"nobody is notified when they turn red",
			mend.aws(
				`cloudwatch enable-alarm-actions --alarm-names ${mute.map(argument).join(" ")}`,
			),
		);
	const miswired = namesOf(
		found.filter(
			({ AlarmActions = [] }) =>
				!AlarmActions.some((action) => topics.includes(action)),
		),
	);
	if (miswired.length > 0)
		return trouble(
			`${listed(miswired)} notifies neither the page nor the ticket topic`,
			"nobody is notified when it turns red",
			mend.redeploy(),
		);
	const red = namesOf(found.filter((alarm) => alarm.StateValue === "ALARM"));
	if (red.length > 0)
		return trouble(
			`red: ${listed(red)}`,
			"the text of the alarm states whether mail is lost, and who acts",
			mend.ops("status"),
		);
	return undefined;
}

/** Gauges that nothing is measured for, although the function that emits them runs. */
async function blind(
	found: readonly MetricAlarm[],
	{ target, now, mend }: CheckContext,
): Promise<Finding | undefined> {
	const names = namesOf(
		found.filter(
			({ Namespace, TreatMissingData, StateValue, StateUpdatedTimestamp }) =>
				Namespace === METRIC_NAMESPACE &&
				TreatMissingData === "ignore" &&
				StateValue === "INSUFFICIENT_DATA" &&
				now - (StateUpdatedTimestamp?.getTime() ?? 0) > SETTLED_MS,
		),
	);
	if (names.length === 0) return undefined;
	const { at } = await readLastRound(target);
	if (now - at > SILENT_MS) return undefined;
	return trouble(
		`${listed(names)} has no data, although the breaker function runs`,
		"it would not turn red",
		mend.aws(
			`logs tail ${argument(target.sender.breakerLogGroupName)} --since 30m`,
		),
	);
}

function namesOf(found: readonly MetricAlarm[]): readonly string[] {
	return found.map(({ AlarmName = "" }) => AlarmName);
}

function listed(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(", ");
}
