import type { S3ErrorClass, S3Object, S3Store } from "../fauxqs-parts.ts";
import { mayRead, mayWrite } from "./conditions.ts";
import { createFind } from "./find.ts";
import { currentS3Request, type S3Request } from "./request.ts";
import { DELETE_MARKER, VERSION_ID, type Versions } from "./versions.ts";

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
	const find = createFind(versions, S3Error);

	const write = (bucket: string, key: string, doWrite: () => S3Object) => {
		const request = requestNow();
		const existing = store.buckets.get(bucket)?.get(key);
		if (!mayWrite(existing, request)) throw failedCondition(S3Error);
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
			const object = find(read, { bucket, key, request });
			// Of a copy these are the conditions of what is written.
			if (request.creation !== "Copy" && !mayRead(object, request))
				throw failedCondition(S3Error);
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

function failedCondition(S3Error: S3ErrorClass): Error {
	return new S3Error(
		"PreconditionFailed",
		"At least one of the pre-conditions you specified did not hold",
		412,
	);
}

function requestNow(): S3Request {
	const request = currentS3Request.getStore();
	if (request === undefined) throw new Error("no S3 request is being served");
	return request;
}
