import * as v from "valibot";
import { fields, line, time } from "./fields.ts";
import { malformed, problemsOf } from "./problems.ts";
import type { Shape } from "./shape.ts";

const schema = fields({
	Service: v.literal("Amazon S3", "Amazon S3"),
	Event: v.literal("s3:TestEvent", "s3:TestEvent"),
	Time: time,
	Bucket: line(255),
});

/** What S3 sends when a notification is set up. It is strict, as such a body is thrown away. */
export const S3_TEST_EVENT: Shape = {
	claims: ({ Service, Event }) =>
		Event === "s3:TestEvent" || Service === "Amazon S3",
	read: (body, { pointer }) => {
		const result = v.safeParse(schema, body, { abortPipeEarly: true });
		return result.success
			? { kind: "test-event" }
			: malformed(problemsOf(result.issues, pointer));
	},
};
