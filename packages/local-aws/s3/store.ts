import type { S3ErrorClass, S3Store, StoredObject } from "../fauxqs-parts.ts";
import { currentS3Request, type S3Request } from "./request.ts";
import { DELETE_MARKER, VERSION_ID, type Versions } from "./versions.ts";

const SOURCE_VERSION_ID = "x-amz-copy-source-version-id";

/** An object that was written or deleted. */
export interface ObjectChange {
	readonly bucket: string;
	readonly key: string;
	readonly event:
		| `ObjectCreated:${S3Request["creation"]}`
		| "ObjectRemoved:Delete"
		| "ObjectRemoved:DeleteMarkerCreated";
	/** Undefined when it was deleted. */
	readonly object: StoredObject | undefined;
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
	const failedCondition = () =>
		new S3Error(
			"PreconditionFailed",
			"At least one of the pre-conditions you specified did not hold",
			412,
		);

	const write = (bucket: string, key: string, doWrite: () => StoredObject) => {
		const request = requestNow();
		const { ifMatch, ifNoneMatch, creation } = request;
		const existing = store.buckets.get(bucket)?.get(key);
		if (ifNoneMatch === "*" && existing !== undefined) throw failedCondition();
		if (!isMatch(ifMatch, existing)) throw failedCondition();
		const object = doWrite();
		const versionId = versions.isKept(bucket)
			? versions.add(bucket, key, object)
			: undefined;
		if (versionId !== undefined) request.answer[VERSION_ID] = versionId;
		const event = `ObjectCreated:${creation}` as const;
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

	/** The version that the request asks for, or the newest; its answer notes which it is. */
	const find = (
		read: S3Store["getObject"],
		bucket: string,
		key: string,
		{ answer, creation, versionOf }: S3Request,
	): StoredObject => {
		const asked = versionOf(key);
		const version =
			asked === undefined
				? versions.latest(bucket, key)
				: versions.find(bucket, key, asked);
		if (version !== undefined) {
			answer[creation === "Copy" ? SOURCE_VERSION_ID : VERSION_ID] = version.id;
			if (version.object === undefined) answer[DELETE_MARKER] = "true";
		}
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

	const remove = createRemove(store, versions);
	store.deleteObject = (bucket, key) => {
		const request = requestNow();
		const removed = remove(bucket, key, request);
		if (removed !== undefined)
			onChange({ bucket, key, object: undefined, request, ...removed });
	};
}

/** Whether an object is the one that was meant, if one was. An ETag counts with and without its quotes. */
function isMatch(
	ifMatch: string | undefined,
	object: StoredObject | undefined,
): boolean {
	const bare = (etag: string) => etag.replaceAll('"', "").trim();
	if (ifMatch === undefined) return true;
	if (object === undefined) return false;
	return ifMatch === "*" || bare(ifMatch) === bare(object.etag);
}

/** Deletes; tells what happened, if anything. */
function createRemove(store: S3Store, versions: Versions) {
	const deleteObject = store.deleteObject.bind(store);
	return (
		bucket: string,
		key: string,
		request: S3Request,
	): Pick<ObjectChange, "event" | "versionId"> | undefined => {
		if (!versions.isKept(bucket)) {
			const existed = store.buckets.get(bucket)?.has(key);
			deleteObject(bucket, key);
			return existed
				? { event: "ObjectRemoved:Delete", versionId: undefined }
				: undefined;
		}
		const asked = request.versionOf(key);
		if (asked === undefined) {
			deleteObject(bucket, key);
			const versionId = versions.add(bucket, key, undefined);
			request.answer[VERSION_ID] = versionId;
			request.answer[DELETE_MARKER] = "true";
			return { event: "ObjectRemoved:DeleteMarkerCreated", versionId };
		}
		const version = versions.find(bucket, key, asked);
		if (version === undefined) return undefined;
		versions.remove(bucket, key, asked);
		const latest = versions.latest(bucket, key)?.object;
		if (latest === undefined) deleteObject(bucket, key);
		else store.buckets.get(bucket)?.set(key, latest);
		request.answer[VERSION_ID] = asked;
		if (version.object === undefined) request.answer[DELETE_MARKER] = "true";
		return { event: "ObjectRemoved:Delete", versionId: asked };
	};
}

function requestNow(): S3Request {
	const request = currentS3Request.getStore();
	if (request === undefined) throw new Error("no S3 request is being served");
	return request;
}
