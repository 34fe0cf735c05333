import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "../../core/contract.ts";
import { quoted } from "../sender/mend.ts";
import { readAlarms, readExpectedAlarms } from "../sender/read-alarms.ts";
import { readFunction, readLastRound } from "../sender/readings.ts";
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
	title: "the alarms exist, tell somebody, and are quiet",
	async run(context) {
		const { target } = context;
		const [expected, found] = await Promise.all([
			readExpectedAlarms(target),
			readAlarms(target),
		]);
		return (
			missing(expected, found, context) ??
			mute(found, context) ??
			miswired(found, context) ??
			red(found, context) ??
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
		"nobody is told when mail stops",
		mend.redeploy(),
	);
}

function mute(
	found: readonly MetricAlarm[],
	{ mend }: CheckContext,
): Finding | undefined {
	const names = namesOf(found.filter((alarm) => alarm.ActionsEnabled !== true));
	return names.length === 0
		? undefined
		: trouble(
				`the actions of ${listed(names)} are disabled`,
				"nobody is told when they turn red",
				mend.aws(
					`cloudwatch enable-alarm-actions --alarm-names ${names.map(quoted).join(" ")}`,
				),
			);
}

function miswired(
	found: readonly MetricAlarm[],
	{ target: { sender }, mend }: CheckContext,
): Finding | undefined {
	const topics = [sender.pageTopicArn, sender.ticketTopicArn];
	const names = namesOf(
		found.filter(
			({ AlarmActions = [] }) =>
				!AlarmActions.some((action) => topics.includes(action)),
		),
	);
	return names.length === 0
		? undefined
		: trouble(
				`${listed(names)} tells neither the page nor the ticket topic`,
				"nobody is told when it turns red",
				mend.redeploy(),
			);
}

function red(
	found: readonly MetricAlarm[],
	{ mend }: CheckContext,
): Finding | undefined {
	const names = namesOf(found.filter((alarm) => alarm.StateValue === "ALARM"));
	return names.length === 0
		? undefined
		: trouble(
				`red: ${listed(names)}`,
				"the alarm's own text says whether mail is lost, and who acts",
				mend.ops("status"),
			);
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
	const { LoggingConfig } = await readFunction(
		target,
		target.sender.breakerFunctionName,
	);
	return trouble(
		`nothing is measured for ${listed(names)}, although the breaker function runs`,
		"they would not turn red",
		mend.aws(`logs tail ${LoggingConfig?.LogGroup} --since 30m`),
	);
}

function namesOf(found: readonly MetricAlarm[]): readonly string[] {
	return found.map(({ AlarmName = "" }) => AlarmName);
}

function listed(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(", ");
}
