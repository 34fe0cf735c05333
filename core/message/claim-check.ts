import * as v from "valibot";
import { isObject, jsonIn } from "../json.ts";
import { oneLine } from "./fields.ts";
import { MOST_PROBLEMS, type Problem, problem } from "./problem.ts";
import { schemaProblems } from "./schema-problems.ts";

/** The most bytes of a message that lies in S3: what Gmail takes, base64 and JSON around it. */
export const MAX_PAYLOAD_BYTES = 26_000_000;

const pointerSchema = v.strictObject(
	{
		version: v.literal(1, "1"),
		id: v.optional(
			v.pipe(oneLine(256), v.minLength(1, "at least 1 character")),
		),
		payload: v.strictObject(
			{
				bucket: v.pipe(
					v.string("a bucket's name"),
					v.minLength(3, "at least 3 characters"),
					v.maxLength(63, "at most 63 characters"),
				),
				key: v.pipe(
					v.string("an object's key"),
					v.minLength(1, "at least 1 character"),
					v.maxBytes(1024, "at most 1024 bytes"),
				),
				sha256: v.pipe(
					v.string("a SHA-256"),
					v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
				),
				bytes: v.pipe(
					v.number("a number of bytes"),
					v.integer("a whole number"),
					v.minValue(1, "at least 1"),
					v.maxValue(MAX_PAYLOAD_BYTES, `at most ${MAX_PAYLOAD_BYTES}`),
				),
			},
			"an object",
		),
	},
	"a JSON object",
);

/** Stands on the queue for a message that is too long for it and lies in the sender's bucket. */
export type ClaimCheck = v.InferOutput<typeof pointerSchema>;

export type ReadClaimCheck =
	| { readonly kind: "claim-check"; readonly check: ClaimCheck }
	| {
			readonly kind: "invalid";
			readonly problems: readonly Problem[];
			readonly id: string | undefined;
	  };

/** Reads a queue message's body as a claim check; undefined when it is a message itself. */
export function readClaimCheck(body: string): ReadClaimCheck | undefined {
	// Most bodies are none, and need not be read twice.
	if (!body.includes('"payload"')) return undefined;
	const input = jsonIn(body);
	if (!isObject(input) || !("payload" in input)) return undefined;
	// A service's event may well have a payload of its own.
	if ("source" in input || "Type" in input || "Records" in input)
		return undefined;
	const result = v.safeParse(pointerSchema, input);
	if (result.success) return { kind: "claim-check", check: result.output };
	const { id } = input;
	return {
		kind: "invalid",
		problems: result.issues.flatMap(schemaProblems).slice(0, MOST_PROBLEMS),
		id:
			typeof id === "string" && id !== "" && id.length <= 256 ? id : undefined,
	};
}

export function writeClaimCheck(check: ClaimCheck): string {
	return JSON.stringify(check);
}

/** What is wrong with a claim check whose message could not be had from the bucket. */
export const PAYLOAD_PROBLEM = {
	otherBucket: problem(
		"/payload/bucket",
		"it is not the sender's bucket; store the message there, or send it to the queue",
	),
	missing: problem(
		"/payload/key",
		"the sender's bucket has no such object, or it can't be read; store the message there before sending its claim check, and send that before the object expires",
	),
	changed: problem(
		"/payload/sha256",
		"the object has changed: its size or SHA-256 differs; send the message again",
	),
} as const;
