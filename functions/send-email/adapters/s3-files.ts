import { Readable } from "node:stream";
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import type { S3File, S3Reference } from "../../../core/message/message.ts";
import type { SendingDeps } from "../deps.ts";

/** What S3 says when an object is not there, or was deleted; without the right to list a bucket it says 403 instead of 404. */
const MISSING = new Set([301, 403, 404, 405]);

/** How long the whole of an object may take; a stalled one must not hold up a batch. */
const READ_MS = 15_000;

export interface S3Files {
	readonly files: SendingDeps["files"];
	/**
	 * The very bytes that were found, asked for when they are read. It fails when the object has
	 * changed since, or may not be read, or stalls.
	 */
	open(file: S3File): Readable;
}

/** Objects in S3. Its client is loaded when the first one is asked for: most messages need none. */
export function createS3Files(options: {
	readonly client: S3ClientConfig;
	readonly report: (error: unknown) => void;
	/** How long the whole of an object may take. */
	readonly readMs?: number;
}): S3Files {
	const { client, report, readMs = READ_MS } = options;
	let loading: Promise<S3> | undefined;
	const s3 = () => {
		loading ??= load(client);
		return loading;
	};
	const asked = async <T extends object>(
		{ versionId }: S3Reference,
		call: (s3: S3) => Promise<T>,
	): Promise<T | { readonly kind: "missing" } | "unavailable"> => {
		try {
			return await call(await s3());
		} catch (error) {
			report(error);
			const status = statusOf(error);
			// A version id of another form than S3's is a bad request.
			const isBadVersion = status === 400 && versionId !== undefined;
			return MISSING.has(status) || isBadVersion
				? { kind: "missing" }
				: "unavailable";
		}
	};
	return {
		files: {
			find: (reference) =>
				asked(reference, async ({ client, HeadObjectCommand }) => {
					const { ContentLength = 0, ETag = "" } = await client.send(
						new HeadObjectCommand(inputOf(reference)),
					);
					return {
						kind: "found",
						file: { ...reference, etag: ETag, bytes: ContentLength },
					};
				}),
			text: (reference, maxBytes) =>
				asked(reference, async ({ client, GetObjectCommand }) => {
					const { Body, ContentLength = 0 } = await client.send(
						new GetObjectCommand(inputOf(reference)),
					);
					if (Body === undefined || ContentLength > maxBytes) {
						(Body as Readable | undefined)?.destroy();
						return { kind: "too-long" };
					}
					inTime(Body as Readable, readMs);
					return { kind: "text", text: await Body.transformToString("utf-8") };
				}),
		},
		// One after another: an S3 client has only so many connections.
		open: (file) =>
			Readable.from(
				(async function* () {
					const { client, GetObjectCommand } = await s3();
					const { Body } = await client.send(
						new GetObjectCommand({ ...inputOf(file), IfMatch: file.etag }),
					);
					yield* inTime(Body as Readable, readMs);
				})(),
				{ objectMode: false },
			),
	};
}

/** Whether a file can't be had as it is, now and later: archived, encrypted with a key we may not use, or gone. */
export function isLost(error: unknown): boolean {
	return [400, 403, 404].includes(statusOf(error));
}

function inTime(body: Readable, readMs: number): Readable {
	const stop = setTimeout(
		() => body.destroy(new Error(`S3 took longer than ${readMs} ms`)),
		readMs,
	);
	return body.once("close", () => clearTimeout(stop));
}

interface S3 {
	readonly client: S3Client;
	readonly GetObjectCommand: typeof import("@aws-sdk/client-s3").GetObjectCommand;
	readonly HeadObjectCommand: typeof import("@aws-sdk/client-s3").HeadObjectCommand;
}

async function load(config: S3ClientConfig): Promise<S3> {
	const { S3Client, GetObjectCommand, HeadObjectCommand } = await import(
		"@aws-sdk/client-s3"
	);
	return { client: new S3Client(config), GetObjectCommand, HeadObjectCommand };
}

function inputOf({ bucket, key, versionId }: S3Reference) {
	return {
		Bucket: bucket,
		Key: key,
		...(versionId === undefined ? {} : { VersionId: versionId }),
	};
}

function statusOf(error: unknown): number {
	const { $metadata } = error as {
		readonly $metadata?: { readonly httpStatusCode?: number };
	};
	return $metadata?.httpStatusCode ?? 0;
}
