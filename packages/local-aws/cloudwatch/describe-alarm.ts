import { ACCOUNT } from "../http.ts";
import type { AlarmState } from "./alarm-evaluation.ts";
import type { AlarmReason } from "./alarm-reason.ts";
import type { AlarmSpec } from "./plan.ts";

/** A state, and since when and why an alarm has it. */
export interface StateSince extends AlarmReason {
	readonly value: AlarmState;
	/** Epoch ms. */
	readonly at: number;
}

export interface AlarmRecord {
	spec: AlarmSpec;
	/** Epoch ms. */
	readonly createdAt: number;
	state: StateSince;
	/** Set by SetAlarmState, and not evaluated since. */
	isSetByHand: boolean;
}

/** An alarm that has just changed its state. */
export interface AlarmChange extends Readonly<AlarmRecord> {
	readonly before: StateSince;
}

/** An alarm as DescribeAlarms tells it. */
export function describeAlarm({ spec, state }: AlarmRecord, region: string) {
	return {
		ActionsEnabled: true,
		...spec,
		AlarmArn: alarmArn(spec, region),
		StateValue: state.value,
		StateReason: state.reason,
		StateReasonData: state.reasonData,
		StateUpdatedTimestamp: state.at / 1000,
	};
}

export function alarmArn({ AlarmName }: AlarmSpec, region: string): string {
	return `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${AlarmName}`;
}
