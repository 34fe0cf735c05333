import * as v from "valibot";
import { countOf, isObject } from "../../json.ts";
import { partsOfArn } from "../arn.ts";
import { timeOf } from "../time.ts";
import { eventKey } from "./event-key.ts";
import { arn, fields, line, time } from "./fields.ts";
import { eventProblems, malformed } from "./problems.ts";
import type { EventShape } from "./shape.ts";

const schema = fields({
	version: v.pipe(
		v.string("a version"),
		v.regex(/^1\.\d{1,3}$/, "a version 1.x"),
	),
	timestamp: time,
	requestContext: fields({
		requestId: line(128),
		functionArn: arn(
			"lambda",
			"function:[A-Za-z0-9_-]{1,64}(:[$A-Za-z0-9_-]{1,128})?",
		),
		condition: v.pipe(
			v.string("a condition"),
			v.regex(/^[A-Za-z]{1,64}$/, "a condition such as RetriesExhausted"),
		),
	}),
});

const MARKS = [
	"requestContext",
	"requestPayload",
	"responseContext",
	"responsePayload",
];

/** What Lambda sends to a function's destination, or an event source mapping to the one for failures. */
export const LAMBDA_RECORD: EventShape = {
	// API Gateway's requests have a requestContext, too, but nothing of the rest.
	claims: (body) =>
		countOf(body, MARKS) >= 2 ||
		(isObject(body.requestContext) &&
			countOf(body.requestContext, ["functionArn", "condition"]) > 0),
	read: (body, { raw, pointer, digest }) => {
		const result = v.safeParse(schema, body, { abortPipeEarly: true });
		if (!result.success)
			return malformed(eventProblems(result.issues, pointer));
		const { requestContext, timestamp } = result.output;
		const { functionArn, requestId, condition } = requestContext;
		const verdict = condition === "Success" ? "Success" : "Failure";
		return {
			kind: "event",
			proof: undefined,
			event: {
				key: eventKey("lambda", [functionArn, requestId, condition], digest),
				source: "aws.lambda",
				detailType: `Lambda Function Invocation Result - ${verdict}`,
				topicArn: undefined,
				bucket: undefined,
				account: partsOfArn(functionArn)?.account,
				region: partsOfArn(functionArn)?.region,
				time: timeOf(timestamp),
				resources: [functionArn],
				detail: body,
				subject: undefined,
				raw,
			},
		};
	},
};
