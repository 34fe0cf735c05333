import type { S3ErrorClass, S3Object, S3Store } from "../fauxqs-parts.ts";
import type { S3Request } from "./request.ts";
import { DELETE_MARKER, VERSION_ID, type Versions } from "./versions.ts";

const SOURCE_VERSION_ID = "x-amz-copy-source-version-id";

/** Finds the version that a request asks for, or the newest, and notes which it is in the answer. */
export function createFind(versions: Versions, S3Error: S3ErrorClass) {
	return (
		read: S3Store["getObject"],
		{
			bucket,
			key,
			request,
		}: {
			readonly bucket: string;
			readonly key: string;
			readonly request: S3Request;
		},
	): S3Object => {
		const { answer, creation } = request;
		const asked = request.versionOf(key);
		const version =
			asked === undefined
				? versions.latest(bucket, key)
				: versions.find(bucket, key, asked);
		if (version !== undefined) {
			const header = creation === "Copy" ? SOURCE_VERSION_ID : VERSION_ID;
			answer[header] = version.id;
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
}
