import * as v from "valibot";
import { isObject } from "../../json.ts";
import { cut } from "../../outside.ts";
import { resources } from "../arn.ts";
import { takeWord } from "../rule-tag.ts";
import { timeOf } from "../time.ts";
import { eventKey } from "./event-key.ts";
import { account, fields, line, object, region, time } from "./fields.ts";
import { eventProblems, malformed } from "./problems.ts";
import type { EventShape } from "./shape.ts";

const id = line(128);
const schema = fields({
	id,
	"detail-type": line(256),
	source: line(256),
	account,
	time,
	region,
	resources,
	detail: object,
});

/** An event of EventBridge, as a rule hands it on without a transformer. */
export const EVENT_BRIDGE_EVENT: EventShape = {
	claims: (body) =>
		Object.hasOwn(body, "detail-type") ||
		(Object.hasOwn(body, "detail") && Object.hasOwn(body, "source")),
	read: (body, { raw, pointer, digest }) => {
		const result = v.safeParse(schema, body, { abortPipeEarly: true });
		const key = v.is(id, body.id)
			? eventKey("eventbridge", [body.id], digest)
			: undefined;
		if (!result.success || key === undefined)
			return malformed(eventProblems(result.issues ?? [], pointer), key);
		const event = result.output;
		const { resources: named, proof } = takeWord(event.resources);
		return {
			kind: "event",
			proof,
			event: {
				key,
				source: event.source,
				detailType: event["detail-type"],
				topicArn: undefined,
				bucket: event.source === "aws.s3" ? bucketOf(body.detail) : undefined,
				account: event.account,
				region: event.region,
				time: timeOf(event.time),
				resources: named,
				detail: body.detail,
				subject: undefined,
				raw,
			},
		};
	},
};

function bucketOf(detail: unknown): string | undefined {
	const bucket = isObject(detail) ? detail.bucket : undefined;
	const name = isObject(bucket) ? bucket.name : undefined;
	// S3's own limit is 63.
	return typeof name === "string" ? cut(name, 255) : undefined;
}
