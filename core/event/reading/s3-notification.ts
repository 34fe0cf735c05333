import * as v from "valibot";
import { timeOf } from "../time.ts";
import { eventKey } from "./event-key.ts";
import { fields, line, region, time } from "./fields.ts";
import { eventProblem, eventProblems, malformed } from "./problems.ts";
import type { EventShape } from "./shape.ts";

const bucketName = v.pipe(
	v.string("a bucket's name"),
	v.regex(/^[A-Za-z0-9._-]{3,255}$/, "a bucket's name"),
);

const objectKey = v.pipe(
	line(3072),
	v.check(
		(key) => new TextEncoder().encode(decodeS3Key(key)).length <= 1024,
		"an object's key of at most 1024 bytes",
	),
);

const record = fields({
	eventVersion: v.pipe(
		v.string("a version"),
		v.regex(/^2\.\d{1,3}$/, "a version 2.x"),
	),
	eventSource: v.literal("aws:s3", "aws:s3"),
	awsRegion: region,
	eventTime: time,
	eventName: v.pipe(
		v.string("the name of an event"),
		v.regex(/^[A-Za-z]{1,64}(:[A-Za-z]{1,64})?$/, "the name of an event"),
	),
	s3: fields({
		bucket: fields({ name: bucketName }),
		object: fields({
			key: objectKey,
			versionId: v.nullish(line(1024)),
			sequencer: v.nullish(line(256)),
		}),
	}),
});

const schema = fields({
	Records: v.pipe(
		v.array(v.unknown(), "an array of records"),
		v.minLength(1, "at least one record"),
		// First how many there are: each wrong one takes memory.
		v.maxLength(100, "at most 100 records"),
		v.array(record, "an array of records"),
	),
});

const testEvent = fields({
	Service: v.literal("Amazon S3", "Amazon S3"),
	Event: v.literal("s3:TestEvent", "s3:TestEvent"),
	Time: time,
	Bucket: line(255),
});

/** A notification that a bucket sends itself; several records of one bucket are one event. */
export const S3_NOTIFICATION: EventShape = {
	claims: (body) => Object.hasOwn(body, "Records"),
	read: (body, { raw, pointer, digest }) => {
		const result = v.safeParse(schema, body, { abortPipeEarly: true });
		if (!result.success)
			return malformed(eventProblems(result.issues, pointer));
		const records = result.output.Records;
		const buckets = new Set(records.map(({ s3 }) => s3.bucket.name));
		const [first] = records;
		if (first === undefined || buckets.size > 1)
			return malformed([
				eventProblem(
					`${pointer}/Records`,
					`its records are of ${buckets.size} buckets; allowed are records of one bucket: send a message for each`,
				),
			]);
		return {
			kind: "event",
			proof: undefined,
			event: {
				key: eventKey("s3", records.flatMap(keyParts), digest),
				source: "aws.s3",
				detailType: detailTypeOf(first.eventName),
				topicArn: undefined,
				bucket: first.s3.bucket.name,
				account: undefined,
				region: first.awsRegion,
				time: timeOf(first.eventTime),
				resources: [...buckets].map(
					(name) => `arn:${partitionOf(first.awsRegion)}:s3:::${name}`,
				),
				detail: records.length === 1 ? first : { Records: records },
				subject: undefined,
				raw,
			},
		};
	},
};

/** What S3 sends when a notification is set up. It is strict, as such a body is thrown away. */
export const S3_TEST_EVENT: EventShape = {
	claims: ({ Service, Event }) =>
		Event === "s3:TestEvent" || Service === "Amazon S3",
	read: (body, { pointer }) => {
		const result = v.safeParse(testEvent, body, { abortPipeEarly: true });
		return result.success
			? { kind: "test-event" }
			: malformed(eventProblems(result.issues, pointer));
	},
};

// Only puts and deletes have a sequencer; for the rest the time tells one event from the next.
function keyParts({
	s3,
	eventName,
	eventTime,
}: v.InferOutput<typeof record>): readonly string[] {
	const { key, versionId, sequencer } = s3.object;
	return [
		s3.bucket.name,
		key,
		versionId ?? "",
		sequencer ?? eventTime,
		eventName,
	];
}

function partitionOf(region: string): string {
	if (region.startsWith("cn-")) return "aws-cn";
	return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** EventBridge's name for what S3's notification calls otherwise, so that one route fits both. */
function detailTypeOf(eventName: string): string {
	const names: readonly (readonly [RegExp, string])[] = [
		[/^ObjectCreated:/, "Object Created"],
		[/^(ObjectRemoved|LifecycleExpiration):/, "Object Deleted"],
		[/^ObjectRestore:Post$/, "Object Restore Initiated"],
		[/^ObjectRestore:Completed$/, "Object Restore Completed"],
		[/^ObjectRestore:Delete$/, "Object Restore Expired"],
		[/^LifecycleTransition$/, "Object Storage Class Changed"],
		[/^IntelligentTiering$/, "Object Access Tier Changed"],
		[/^ObjectTagging:Put$/, "Object Tags Added"],
		[/^ObjectTagging:Delete$/, "Object Tags Deleted"],
		[/^ObjectAcl:Put$/, "Object ACL Updated"],
	];
	return names.find(([pattern]) => pattern.test(eventName))?.[1] ?? eventName;
}

/** The name of an object: S3's notifications write it like a form (`red+flower.jpg`). */
export function decodeS3Key(encoded: string): string {
	try {
		return decodeURIComponent(encoded.replaceAll("+", " "));
	} catch {
		return encoded;
	}
}
