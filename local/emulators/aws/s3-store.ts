import type { S3ErrorClass, S3Object, S3Store } from "./fauxqs-parts.ts";
import { currentS3Request, type S3Request } from "./s3-request.ts";
import type { Versions } from "./s3-versions.ts";

/** An object that was written or deleted. */
export interface ObjectChange {
	readonly bucket: string;
	readonly key: string;
	readonly event:
		| `ObjectCreated:${S3Request["creation"]}`
		| "ObjectRemoved:Delete"
		| "ObjectRemoved:DeleteMarkerCreated";
	/** Undefined when it was deleted. */
	readonly object: S3Object | undefined;
	/** Undefined where the bucket keeps no versions. */
	readonly versionId: string | undefined;
	readonly request: S3Request;
}

/** Gives fauxqs's store what it leaves out: versions, conditions, and word of each change. */
export function extendS3Store(
	store: S3Store,
	options: {
		readonly versions: Versions;
		readonly S3Error: S3ErrorClass;
		readonly onChange: (change: ObjectChange) => void;
	},
): void {
	const { versions, S3Error, onChange } = options;
	const putObject = store.putObject.bind(store);
	const completeMultipartUpload = store.completeMultipartUpload.bind(store);
	const deleteObject = store.deleteObject.bind(store);

	const write = (bucket: string, key: string, doWrite: () => S3Object) => {
		const request = requestNow();
		refuseWrite(store.buckets.get(bucket)?.get(key), request);
		const object = doWrite();
		const versionId = versions.isKept(bucket)
			? versions.add(bucket, key, object)
			: undefined;
		if (versionId !== undefined) request.answer[VERSION_ID] = versionId;
		const event = `ObjectCreated:${request.creation}` as const;
		onChange({ bucket, key, event, object, versionId, request });
		return object;
	};
	store.putObject = (bucket, key, ...rest) =>
		write(bucket, key, () => putObject(bucket, key, ...rest));
	store.completeMultipartUpload = (uploadId, parts) => {
		const { bucket = "", key = "" } =
			store.multipartUploads.get(uploadId) ?? {};
		return write(bucket, key, () => completeMultipartUpload(uploadId, parts));
	};

	const reader =
		(read: S3Store["getObject"]): S3Store["getObject"] =>
		(bucket, key) => {
			const request = requestNow();
			const object = find(read, bucket, key, request);
			// Of a copy these are the conditions of what is written.
			if (request.creation !== "Copy" && !isMatch(request.ifMatch, object))
				throw failedCondition();
			return object;
		};
	store.getObject = reader(store.getObject.bind(store));
	store.headObject = reader(store.headObject.bind(store));

	store.deleteObject = (bucket, key) => {
		const request = requestNow();
		const tell = (
			event: ObjectChange["event"],
			versionId: string | undefined,
		) =>
			onChange({ bucket, key, event, object: undefined, versionId, request });
		if (!versions.isKept(bucket)) {
			const existed = store.buckets.get(bucket)?.has(key);
			deleteObject(bucket, key);
			if (existed) tell("ObjectRemoved:Delete", undefined);
			return;
		}
		const asked = request.versionOf(key);
		if (asked === undefined) {
			deleteObject(bucket, key);
			const id = versions.add(bucket, key, undefined);
			Object.assign(request.answer, {
				[VERSION_ID]: id,
				[DELETE_MARKER]: "true",
			});
			return tell("ObjectRemoved:DeleteMarkerCreated", id);
		}
		const version = versions.find(bucket, key, asked);
		if (version === undefined) return;
		versions.remove(bucket, key, asked);
		const latest = versions.latest(bucket, key)?.object;
		if (latest === undefined) deleteObject(bucket, key);
		else store.buckets.get(bucket)?.set(key, latest);
		request.answer[VERSION_ID] = asked;
		if (version.object === undefined) request.answer[DELETE_MARKER] = "true";
		tell("ObjectRemoved:Delete", asked);
	};

	function find(
		read: S3Store["getObject"],
		bucket: string,
		key: string,
		request: S3Request,
	): S3Object {
		const asked = request.versionOf(key);
		const version =
			asked === undefined
				? versions.latest(bucket, key)
				: versions.find(bucket, key, asked);
		if (version !== undefined)
			request.answer[
				request.creation === "Copy" ? SOURCE_VERSION_ID : VERSION_ID
			] = version.id;
		if (version !== undefined && version.object === undefined)
			request.answer[DELETE_MARKER] = "true";
		if (asked === undefined || (asked === "null" && !versions.isKept(bucket)))
			return read(bucket, key);
		if (version === undefined)
			throw new S3Error(
				"NoSuchVersion",
				"The specified version does not exist.",
				404,
			);
		if (version.object === undefined)
			throw new S3Error(
				"MethodNotAllowed",
				"The specified method is not allowed against this resource.",
				405,
			);
		return version.object;
	}

	function refuseWrite(
		existing: S3Object | undefined,
		{ ifMatch, ifNoneMatch }: S3Request,
	): void {
		if (ifNoneMatch === "*" && existing !== undefined) throw failedCondition();
		if (ifMatch !== undefined && !isMatch(ifMatch, existing))
			throw failedCondition();
	}

	function failedCondition(): Error {
		return new S3Error(
			"PreconditionFailed",
			"At least one of the pre-conditions you specified did not hold",
			412,
		);
	}
}

const VERSION_ID = "x-amz-version-id";
const SOURCE_VERSION_ID = "x-amz-copy-source-version-id";
const DELETE_MARKER = "x-amz-delete-marker";

/** An ETag counts with and without its quotes. */
function isMatch(
	ifMatch: string | undefined,
	object: S3Object | undefined,
): boolean {
	if (ifMatch === undefined) return true;
	if (object === undefined) return false;
	const bare = (etag: string) => etag.replaceAll('"', "").trim();
	return ifMatch === "*" || bare(ifMatch) === bare(object.etag);
}

function requestNow(): S3Request {
	const request = currentS3Request.getStore();
	if (request === undefined) throw new Error("no S3 request is being served");
	return request;
}
