import { type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";

/** A bucket as a whole, or the objects in it whose keys begin with `prefix`. */
export type AttachmentBucket =
	| IBucket
	| { readonly bucket: IBucket; readonly prefix: string };

/** Lets the function read the objects that messages may name, and nothing else of the buckets. */
export function readAttachments(
	role: IRole,
	buckets: readonly AttachmentBucket[] = [],
): void {
	for (const { bucket, prefix } of buckets.map(partsOf)) {
		role.addToPrincipalPolicy(
			new PolicyStatement({
				actions: ["s3:GetObject", "s3:GetObjectVersion"],
				resources: [bucket.arnForObjects(`${prefix}*`)],
			}),
		);
		bucket.encryptionKey?.grantDecrypt(role);
	}
}

/** JSON for the function: each bucket as `name`, or `name/prefix`; may hold tokens. */
export function attachmentPlaces(
	buckets: readonly AttachmentBucket[] = [],
): string {
	return JSON.stringify(
		buckets
			.map(partsOf)
			.map(({ bucket: { bucketName }, prefix }) =>
				prefix === "" ? bucketName : `${bucketName}/${prefix}`,
			),
	);
}

function partsOf(entry: AttachmentBucket): {
	readonly bucket: IBucket;
	readonly prefix: string;
} {
	if (!("prefix" in entry)) return { bucket: entry, prefix: "" };
	const { bucket, prefix } = entry;
	// IAM would take * and ? for any text, and ${…} for a variable.
	if (prefix === "" || /[*?$]/.test(prefix)) {
		throw new Error(
			`Cannot read attachments of ${bucket.node.path} by the prefix ${JSON.stringify(prefix)}; allowed: the beginning of keys, such as "invoices/", without *, ? and $; give the bucket itself for all that is in it`,
		);
	}
	return entry;
}
