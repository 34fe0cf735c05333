import type { S3Object } from "../fauxqs-parts.ts";
import type { S3Request } from "./request.ts";

type Conditions = Pick<S3Request, "ifMatch" | "ifNoneMatch">;

/** Whether an object may be read: it is still the one that was meant. */
export function mayRead(object: S3Object, { ifMatch }: Conditions): boolean {
	return ifMatch === undefined || isMatch(ifMatch, object);
}

/** Whether an object may be written over what is there now, if anything. */
export function mayWrite(
	existing: S3Object | undefined,
	{ ifMatch, ifNoneMatch }: Conditions,
): boolean {
	if (ifNoneMatch === "*" && existing !== undefined) return false;
	return ifMatch === undefined || isMatch(ifMatch, existing);
}

/** An ETag counts with and without its quotes. */
function isMatch(ifMatch: string, object: S3Object | undefined): boolean {
	if (object === undefined) return false;
	const bare = (etag: string) => etag.replaceAll('"', "").trim();
	return ifMatch === "*" || bare(ifMatch) === bare(object.etag);
}
