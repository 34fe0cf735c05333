import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** What the store does not see of the request that it serves. */
export interface S3Request {
	readonly id: string;
	/** Second id of AWS's answers. */
	readonly hostId: string;
	readonly principalId: string;
	readonly sourceIp: string;
	/** How an object comes to be, in the words of S3's events. */
	readonly creation: "Put" | "Post" | "Copy" | "CompleteMultipartUpload";
	/** Version that is asked for, or copied, or deleted. */
	readonly versionOf: (key: string) => string | undefined;
	readonly ifMatch: string | undefined;
	readonly ifNoneMatch: string | undefined;
	/** Headers that the answer gets besides. */
	readonly answer: Record<string, string>;
}

/** The request that is being served. */
export const currentS3Request = new AsyncLocalStorage<S3Request>();

/** A request as Fastify gives it. */
export interface HttpRequest {
	readonly method: string;
	readonly ip: string;
	readonly headers: Record<string, string | string[] | undefined>;
	readonly query: unknown;
	readonly body: unknown;
}

/**
 * Reads what the store has to know. Conditions and the version of a copy's source are taken out of
 * the headers, as fauxqs reads the first too narrowly and the second as part of the key.
 */
export function readS3Request(request: HttpRequest): S3Request {
	const { headers, method } = request;
	const query = (request.query ?? {}) as Record<string, string | undefined>;
	const take = (name: string) => {
		const value = headers[name];
		delete headers[name];
		return value === undefined ? undefined : String(value);
	};
	const isRead = method === "GET" || method === "HEAD";
	const [source, sourceVersion] = String(
		headers["x-amz-copy-source"] ?? "",
	).split("?versionId=");
	if (sourceVersion !== undefined) headers["x-amz-copy-source"] = source;
	const versions = method === "POST" ? versionsIn(request.body) : undefined;
	const [, principal = "anonymous"] =
		/Credential=([^/]+)\//.exec(String(headers.authorization ?? "")) ?? [];
	return {
		id: randomBytes(8).toString("hex").toUpperCase(),
		hostId: randomBytes(48).toString("base64"),
		principalId: `AWS:${principal}`,
		sourceIp: request.ip,
		creation:
			source !== ""
				? "Copy"
				: method === "PUT"
					? "Put"
					: query.uploadId === undefined
						? "Post"
						: "CompleteMultipartUpload",
		versionOf: (key) => sourceVersion ?? query.versionId ?? versions?.get(key),
		ifMatch: take("if-match"),
		ifNoneMatch: isRead ? undefined : take("if-none-match"),
		answer: {},
	};
}

/** Versions by key in the body of DeleteObjects. */
function versionsIn(body: unknown): ReadonlyMap<string, string> {
	const text = Buffer.isBuffer(body) ? body.toString("utf8") : "";
	const objects = text.matchAll(/<Object>(.*?)<\/Object>/gs);
	return new Map(
		[...objects].flatMap(([, object = ""]) => {
			const [, key] = /<Key>(.*?)<\/Key>/s.exec(object) ?? [];
			const [, id] = /<VersionId>(.*?)<\/VersionId>/.exec(object) ?? [];
			return key === undefined || id === undefined ? [] : [[key, id]];
		}),
	);
}
