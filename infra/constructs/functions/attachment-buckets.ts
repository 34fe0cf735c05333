import { Annotations, Stack, Token } from "aws-cdk-lib";
import { type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IConstruct } from "constructs";

/** A bucket as a whole, or the objects in it whose keys begin with `prefix`. */
export type AttachmentBucket =
	| IBucket
	| {
			readonly bucket: IBucket;
			/** @default - all that is in it */
			readonly prefix?: string;
			/** By their granted names. @default - every producer */
			readonly producers?: readonly string[];
	  };

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
	return JSON.stringify(buckets.map(placeOf));
}

/** The producers that alone may name attachments of a place. */
export function placeProducers(
	buckets: readonly AttachmentBucket[] = [],
): Readonly<Record<string, readonly string[]>> {
	return Object.fromEntries(
		buckets.flatMap((entry) =>
			"producers" in entry && entry.producers !== undefined
				? [[placeOf(entry), entry.producers]]
				: [],
		),
	);
}

/** Whose the buckets of other accounts are, as far as the app knows. */
export function foreignOwners(
	scope: IConstruct,
	buckets: readonly AttachmentBucket[] = [],
): Readonly<Record<string, string>> {
	return Object.fromEntries(
		buckets.map(partsOf).flatMap(({ bucket }) => {
			const { account } = bucket.env;
			return Token.isUnresolved(account) || account === Stack.of(scope).account
				? []
				: [[bucket.bucketName, account]];
		}),
	);
}

/** Says so when producers of other accounts may name what nobody has kept for others. */
export function warnOfStrangers(
	scope: IConstruct,
	buckets: readonly AttachmentBucket[] = [],
	allowed: readonly unknown[] = [],
): void {
	const isOpen = ({ length }: readonly unknown[]) => length > 0;
	const forAll = buckets.filter(
		(entry) => !("producers" in entry) || entry.producers === undefined,
	);
	if (isOpen(allowed) && isOpen(forAll)) {
		Annotations.of(scope).addWarningV2(
			"sqs-gmail-sender:attachments-for-strangers",
			'Whoever allowProducers lets in can have any object of attachmentBuckets mailed to anybody; name the producers that may: { bucket, producers: ["billing"] }',
		);
	}
}

function placeOf(entry: AttachmentBucket): string {
	const { bucket, prefix } = partsOf(entry);
	return prefix === "" ? bucket.bucketName : `${bucket.bucketName}/${prefix}`;
}

function partsOf(entry: AttachmentBucket): {
	readonly bucket: IBucket;
	readonly prefix: string;
} {
	if (!("bucket" in entry)) return { bucket: entry, prefix: "" };
	const { bucket, prefix } = entry;
	if (prefix === undefined) return { bucket, prefix: "" };
	// IAM would take * and ? for any text, and ${…} for a variable.
	if (prefix === "" || /[*?$]/.test(prefix)) {
		throw new Error(
			`Cannot read attachments of ${bucket.node.path} by the prefix ${JSON.stringify(prefix)}; allowed: the beginning of keys, such as "invoices/", without *, ? and $; give the bucket itself for all that is in it`,
		);
	}
	return { bucket, prefix };
}
