import type { ServiceEvent } from "../../service-event.ts";
import { readAlarm } from "../alarm-detail.ts";
import { entryOf } from "../at.ts";
import { consoleLink, part } from "../console-link.ts";
import {
	type Content,
	factsOf,
	linksOf,
	placeFacts,
	type Tone,
} from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

const STATES: Readonly<
	Record<string, { readonly tone: Tone; readonly sentence: string }>
> = {
	ALARM: {
		tone: "bad",
		sentence: "The alarm went off: what it watches is beyond its limit.",
	},
	OK: {
		tone: "good",
		sentence: "The alarm is over: what it watches is within its limit.",
	},
	INSUFFICIENT_DATA: {
		tone: "warning",
		sentence: "There is too little data to tell whether all is well.",
	},
};

/** A CloudWatch alarm that changed its state, told by SNS or by EventBridge. */
export function writeAlarm(event: ServiceEvent): Content | undefined {
	const alarm = readAlarm(event.detail);
	if (alarm === undefined) return undefined;
	const { name, state, previous } = alarm;
	const { tone, ...words } = entryOf(STATES, state) ?? {
		tone: "neutral",
		sentence: "The alarm changed its state.",
	};
	// A composite alarm has a rule about other alarms, and no limit.
	const sentence =
		alarm.rule !== undefined && state !== "INSUFFICIENT_DATA"
			? words.sentence.replace(
					/: .*$/,
					": so says its rule about other alarms.",
				)
			: words.sentence;
	const before = previous === undefined ? "" : ` Before, it was ${previous}.`;
	return {
		subject: subjectLine(`${state}:`, name, placeOf(event)),
		tone,
		label: state,
		headline: name,
		sentence: sentence + before,
		body: alarm.description,
		facts: [
			...factsOf([["Reason", alarm.reason]]),
			...alarm.watched,
			...factsOf([
				["Rule", alarm.rule],
				["Changed by", alarm.causes],
			]),
			...placeFacts(event),
		],
		links: linksOf([
			[
				"Open the alarm in CloudWatch",
				consoleLink(
					event,
					(region) =>
						`/cloudwatch/home?region=${region}#alarmsV2:alarm/${part(name)}`,
				),
			],
		]),
		filename: `alarm-${name}`,
	};
}
