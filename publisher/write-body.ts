import {
	LONGEST_SCHEDULED_PAYLOAD_DAYS,
	MAX_MESSAGE_BYTES,
	PAYLOAD_FOLDER,
} from "../core/contract.ts";
import {
	MAX_PAYLOAD_BYTES,
	writeClaimCheck,
} from "../core/message/claim-check.ts";
import type { Email } from "../core/message/email.ts";
import { parseMessage } from "../core/message/parse.ts";
import { type Problem, problem } from "../core/message/problem.ts";
import { describeError } from "./errors.ts";
import { putPayload } from "./put-payload.ts";
import { given, type PublisherOptions } from "./settings.ts";

export type Body =
	| {
			readonly kind: "body";
			readonly body: string;
			readonly id: string | undefined;
	  }
	/** The sender would refuse it. */
	| { readonly kind: "invalid"; readonly problems: readonly Problem[] }
	/** S3 did not take it. */
	| { readonly kind: "failed"; readonly sentence: string };

/** What takes a body. */
export interface Taker {
	readonly mostBytes: number;
	/** Where a longer one lies in the sender's bucket; undefined: the bucket would not keep it long enough. */
	readonly folder: string | undefined;
}

const QUEUE: Taker = {
	mostBytes: MAX_MESSAGE_BYTES,
	folder: PAYLOAD_FOLDER.now,
};

/**
 * What goes on the queue for a message: the message, or a claim check when it is too long; it is put
 * into the sender's bucket then.
 */
export async function writeBody(
	email: Email,
	options: PublisherOptions,
	{ mostBytes, folder }: Taker = QUEUE,
): Promise<Body> {
	const text = write(email);
	if (typeof text !== "string") return text;
	const parsed = parseMessage(text);
	if (parsed.kind === "invalid") return invalid(parsed.problems);
	const { id } = parsed.message;
	const bytes = Buffer.byteLength(text);
	if (bytes <= mostBytes) return { kind: "body", body: text, id };
	if (folder === undefined) {
		return invalid([tooLong(bytes, mostBytes, TOO_FAR)]);
	}
	if (bytes > MAX_PAYLOAD_BYTES) {
		return invalid([tooLong(bytes, MAX_PAYLOAD_BYTES, SHORTER)]);
	}
	const bucket = given("payloadBucket", options);
	if (bucket === undefined) {
		return invalid([tooLong(bytes, mostBytes, NO_BUCKET)]);
	}
	try {
		const payload = await putPayload({ bucket, folder, text }, options);
		const body = writeClaimCheck({ version: 1, id, payload });
		return { kind: "body", body, id };
	} catch (error) {
		return {
			kind: "failed",
			sentence: `S3 did not take it, ${describeError(error)}`,
		};
	}
}

type Invalid = Extract<Body, { kind: "invalid" }>;

/** JSON without what SQS refuses, and without what EventBridge Scheduler would put something else for. */
function write(email: Email): string | Invalid {
	try {
		return (JSON.stringify(email) ?? "null")
			.replace(/\uFFFE/g, "\\ufffe")
			.replace(/\uFFFF/g, "\\uffff")
			.replaceAll("<aws.scheduler.", "\\u003caws.scheduler.");
	} catch (error) {
		const [why = ""] = describeError(error).split("\n");
		return invalid([
			problem(
				"",
				`it can't be written as JSON (${why}); allowed is plain data`,
			),
		]);
	}
}

function invalid(problems: readonly Problem[]): Invalid {
	return { kind: "invalid", problems };
}

function tooLong(bytes: number, most: number, advice: string): Problem {
	return problem("", `it is ${bytes} bytes; allowed are ${most}: ${advice}`);
}

const TOO_FAR = `the sender's bucket keeps a longer one for ${LONGEST_SCHEDULED_PAYLOAD_DAYS} days; schedule it nearer to its time`;
const SHORTER = "put files where people can download them";
const NO_BUCKET =
	"give the options or the environment the sender's bucket for long messages (grantSend with largeMessages: true), or refer to files in S3";
