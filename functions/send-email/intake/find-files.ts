import type { Message, S3File } from "../../../core/message/message.ts";
import { type Problem, problem } from "../../../core/message/problem.ts";
import type { SendingDeps } from "../deps.ts";

/** Gmail's limit for a whole message, encoded. */
export const MAX_ENCODED_BYTES = 25_000_000;

type Found =
	| { readonly kind: "files"; readonly files: ReadonlyMap<number, S3File> }
	| { readonly kind: "rejected"; readonly problems: readonly Problem[] }
	/** S3 does not answer. */
	| { readonly kind: "unavailable" };

/** Looks up a message's attachments that lie in S3; nothing is read yet. */
export async function findFiles(
	{ attachments }: Message,
	{ config, files }: SendingDeps,
): Promise<Found> {
	const found = new Map<number, S3File>();
	const problems: Problem[] = [];
	for (const [index, { s3 }] of attachments.entries()) {
		if (s3 === undefined) continue;
		const at = `/attachments/${index}/s3`;
		const place = `${s3.bucket}/${s3.key}`;
		const allowed = config.attachmentBuckets.filter(
			(entry) => entry.split("/", 1)[0] === s3.bucket,
		);
		if (allowed.length === 0) {
			problems.push(problem(`${at}/bucket`, OTHER_BUCKET));
			continue;
		}
		if (!allowed.some((entry) => isWithin(place, entry))) {
			problems.push(problem(`${at}/key`, OTHER_PREFIX));
			continue;
		}
		const result = await files.find(s3);
		if (result === "unavailable") return { kind: "unavailable" };
		if (result.kind === "missing") problems.push(problem(`${at}/key`, MISSING));
		else found.set(index, result.file);
	}
	const bytes = [...found.values()].reduce((sum, file) => sum + file.bytes, 0);
	// Base64 makes four characters of three bytes, and lines of 76 of them.
	const encoded = Math.ceil((bytes * 4 * 78) / (3 * 76));
	if (encoded > MAX_ENCODED_BYTES) {
		problems.push(
			problem(
				"/attachments",
				`its files in S3 are ${bytes} bytes, ${encoded} when encoded; allowed are ${MAX_ENCODED_BYTES}: put them where people can download them`,
			),
		);
	}
	return problems.length > 0
		? { kind: "rejected", problems }
		: { kind: "files", files: found };
}

/** Whether an object lies in a whole bucket, `name`, or under a prefix of its keys, `name/prefix`. */
function isWithin(place: string, entry: string): boolean {
	return place.startsWith(entry.includes("/") ? entry : `${entry}/`);
}

const OTHER_BUCKET =
	"the sender does not read attachments from that bucket; allowed are those that its owner names in attachmentBuckets";

const OTHER_PREFIX =
	"the sender does not read this key; allowed are those that begin with a prefix that its owner names for the bucket in attachmentBuckets";

const MISSING =
	"there is no such object or version, or the sender may not read it; put it there before the message, and let the bucket's key be used by the sender";
