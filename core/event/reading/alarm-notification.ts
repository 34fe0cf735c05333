import * as v from "valibot";
import { countOf } from "../../json.ts";
import { partsOfArn } from "../arn.ts";
import { timeOf } from "../time.ts";
import { eventKey } from "./event-key.ts";
import { account, arn, fields, line, time } from "./fields.ts";
import { eventProblems, malformed } from "./problems.ts";
import type { EventShape } from "./shape.ts";

const schema = fields({
	AlarmName: line(255),
	AlarmArn: arn("cloudwatch", "alarm:.{1,255}"),
	AWSAccountId: account,
	NewStateValue: v.picklist(
		["OK", "ALARM", "INSUFFICIENT_DATA"],
		"OK, ALARM or INSUFFICIENT_DATA",
	),
	StateChangeTime: time,
});

const MARKS = [
	"AlarmName",
	"AlarmArn",
	"NewStateValue",
	"OldStateValue",
	"NewStateReason",
	"StateChangeTime",
];

/** What CloudWatch publishes to an alarm's topic, by raw message delivery or within SNS's envelope. */
export const ALARM_NOTIFICATION: EventShape = {
	claims: (body) => countOf(body, MARKS) >= 2,
	read: (body, { raw, pointer, digest }) => {
		const result = v.safeParse(schema, body, { abortPipeEarly: true });
		if (!result.success)
			return malformed(eventProblems(result.issues, pointer));
		const alarm = result.output;
		return {
			kind: "event",
			proof: undefined,
			event: {
				key: eventKey(
					"alarm",
					[alarm.AlarmArn, alarm.StateChangeTime, alarm.NewStateValue],
					digest,
				),
				source: "aws.cloudwatch",
				detailType: "CloudWatch Alarm State Change",
				topicArn: undefined,
				bucket: undefined,
				account: alarm.AWSAccountId,
				region: partsOfArn(alarm.AlarmArn)?.region,
				time: timeOf(alarm.StateChangeTime),
				resources: [alarm.AlarmArn],
				detail: body,
				subject: undefined,
				raw,
			},
		};
	},
};
