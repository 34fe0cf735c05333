import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import type { S3Reference } from "../../../core/message/message.ts";
import type { SendingDeps } from "../deps.ts";

/**
 * What S3 says when an object is not there, was deleted or archived, or may not be read, now and later; without the
 * right to list a bucket it says 403 instead of 404. A version id of another form than S3's is a bad request.
 */
const MISSING = new Set([301, 400, 403, 404, 405]);
/** Those that pass, though their status is 400. */
const PASSING = /Timeout|Expired|Throttl|SlowDown|Skewed/;

/** Objects in S3. Its client is loaded when the first one is asked for: most messages need none. */
export function createS3Files(options: {
	readonly client: S3ClientConfig;
	readonly report: (error: unknown) => void;
	/** How long the bytes of an object may take, once S3 has answered: a stalled one must not hold up a batch. */
	readonly readMs: number;
	/** The account that a bucket has to be of: a name that was given up may be another's by now. */
	readonly ownerOf: (bucket: string) => string;
}): SendingDeps["files"] {
	const { client, report, readMs, ownerOf } = options;
	let loading: Promise<S3> | undefined;
	return {
		async read(reference, isWanted) {
			const answer = await ask(reference);
			if (typeof answer === "string") return answer;
			const { body, bytes, etag } = answer;
			if (!isWanted(bytes)) {
				body.destroy();
				return "unwanted";
			}
			return readAll(body, etag);
		},
	};

	async function ask({ bucket, key, versionId }: S3Reference) {
		try {
			loading ??= load(client);
			const { s3, GetObjectCommand } = await loading;
			const {
				Body,
				ContentLength = 0,
				ETag = "",
			} = await s3.send(
				new GetObjectCommand({
					Bucket: bucket,
					Key: key,
					ExpectedBucketOwner: ownerOf(bucket),
					...(versionId === undefined ? {} : { VersionId: versionId }),
				}),
			);
			return { body: Body as Readable, bytes: ContentLength, etag: ETag };
		} catch (error) {
			report(error);
			const { name } = error as Error;
			return MISSING.has(statusOf(error)) && !PASSING.test(name)
				? "missing"
				: "unavailable";
		}
	}

	async function readAll(body: Readable, etag: string) {
		let isSlow = false;
		const stop = setTimeout(() => {
			isSlow = true;
			body.destroy(new Error(`S3 took longer than ${readMs} ms`));
		}, readMs);
		try {
			return { content: await buffer(body), etag };
		} catch (error) {
			report(error);
			return isSlow ? "too-slow" : "unavailable";
		} finally {
			clearTimeout(stop);
		}
	}
}

interface S3 {
	readonly s3: S3Client;
	readonly GetObjectCommand: typeof import("@aws-sdk/client-s3").GetObjectCommand;
}

async function load(config: S3ClientConfig): Promise<S3> {
	const { S3Client, GetObjectCommand } = await import("@aws-sdk/client-s3");
	return { s3: new S3Client(config), GetObjectCommand };
}

function statusOf(error: unknown): number {
	const { $metadata } = error as {
		readonly $metadata?: { readonly httpStatusCode?: number };
	};
	return $metadata?.httpStatusCode ?? 0;
}
