import type { Message, S3Reference } from "../../../core/message/message.ts";
import { type Problem, problem } from "../../../core/message/problem.ts";
import type { SendingDeps } from "../deps.ts";
import { mayUse } from "../may-use.ts";
import { inTurn, type Opening, open, type Share } from "./opening.ts";

/** Gmail's limit for a whole message, encoded. */
export const MAX_ENCODED_BYTES = 25_000_000;

/** An attachment's bytes, and which object they are of. */
export interface ReadFile extends S3Reference {
	readonly etag: string;
	readonly content: Buffer;
}

type Read =
	| { readonly kind: "files"; readonly files: ReadonlyMap<number, ReadFile> }
	| { readonly kind: "rejected"; readonly problems: readonly Problem[] }
	/** S3 does not answer; its bytes come too slowly; the batch has opened as much as fits into the function's memory. */
	| { readonly kind: "unavailable" | "too-slow" | "too-much" };

/** Reads a message's attachments that lie in S3, all at once; one message after another. */
export async function readFiles(
	{ attachments }: Message,
	own: Share,
	opening: Opening,
	producer: string,
	deps: SendingDeps,
): Promise<Read> {
	const { config } = deps;
	const places = config.attachmentBuckets.filter((place) =>
		mayUse(place, producer, config),
	);
	const asked = [...attachments.entries()].flatMap(([index, { s3 }]) =>
		s3 === undefined ? [] : [{ index, s3 }],
	);
	const forbidden = asked.flatMap(({ index, s3 }) =>
		faultOf(s3, `/attachments/${index}/s3`, places),
	);
	if (forbidden.length > 0) return { kind: "rejected", problems: forbidden };
	if (asked.length === 0) return { kind: "files", files: new Map() };
	return inTurn(opening, () => {
		const isFirst = opening.bytes === own.bytes;
		return isFirst || deps.clock.now() < opening.until
			? readAll(asked, own, opening, deps)
			: Promise.resolve({ kind: "too-much" });
	});
}

interface Asked {
	readonly index: number;
	readonly s3: S3Reference;
}

async function readAll(
	asked: readonly Asked[],
	own: Share,
	opening: Opening,
	{ files }: SendingDeps,
): Promise<Read> {
	let bytes = 0;
	let isTooMuch = false;
	const isWanted = (length: number) => {
		bytes += length;
		if (encodedLength(bytes) > MAX_ENCODED_BYTES) return false;
		isTooMuch ||= !open(length, own, opening);
		return !isTooMuch;
	};
	const read = await Promise.all(
		asked.map(async ({ index, s3 }) => {
			const result = await files.read(s3, isWanted);
			return { index, s3, result };
		}),
	);
	const results = read.map(({ result }) => result);
	if (results.includes("unavailable")) return { kind: "unavailable" };
	const problems = [
		...read
			.filter(({ result }) => result === "missing")
			.map(({ index }) => problem(`/attachments/${index}/s3/key`, MISSING)),
		...(encodedLength(bytes) > MAX_ENCODED_BYTES
			? [problem("/attachments", tooLong(bytes))]
			: []),
	];
	if (problems.length > 0) return { kind: "rejected", problems };
	if (isTooMuch) return { kind: "too-much" };
	if (results.includes("too-slow")) return { kind: "too-slow" };
	return {
		kind: "files",
		files: new Map(
			read.flatMap(({ index, s3, result }) =>
				typeof result === "string" ? [] : [[index, { ...s3, ...result }]],
			),
		),
	};
}

function faultOf(
	{ bucket, key }: S3Reference,
	at: string,
	attachmentBuckets: readonly string[],
): readonly Problem[] {
	const allowed = attachmentBuckets.filter(
		(entry) => entry.split("/", 1)[0] === bucket,
	);
	if (allowed.length === 0) return [problem(`${at}/bucket`, OTHER_BUCKET)];
	return allowed.some((entry) => isWithin(`${bucket}/${key}`, entry))
		? []
		: [problem(`${at}/key`, OTHER_PREFIX)];
}

/** Base64 makes four characters of three bytes, and lines of 76 of them. */
function encodedLength(bytes: number): number {
	return Math.ceil((bytes * 4 * 78) / (3 * 76));
}

/** Whether an object lies in a whole bucket, `name`, or under a prefix of its keys, `name/prefix`. */
function isWithin(place: string, entry: string): boolean {
	return place.startsWith(entry.includes("/") ? entry : `${entry}/`);
}

const OTHER_BUCKET =
	"the sender does not read attachments from that bucket; allowed are those that its owner lists in attachmentBuckets, for all producers or for this one";

const OTHER_PREFIX =
	"the sender does not read this key; allowed are those with a prefix that its owner lists for the bucket in attachmentBuckets, for all producers or for this one";

const MISSING =
	"there is no such object or version, or the sender can't read it (archived, or encrypted with a key that it may not use); store it before sending the message, and allow the sender to use the bucket's key";

function tooLong(bytes: number): string {
	return `its files in S3 are ${bytes} bytes, ${encodedLength(bytes)} when encoded; allowed are ${MAX_ENCODED_BYTES}: put them where people can download them`;
}
