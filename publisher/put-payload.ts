import { createHash } from "node:crypto";
import type { ClaimCheck } from "../core/message/claim-check.ts";
import { notLoaded } from "./not-loaded.ts";
import { given, type PublisherOptions } from "./settings.ts";

/**
 * Puts a body into the sender's bucket, by its content: the same message put there twice is one object.
 *
 * @throws whatever S3 throws.
 */
export async function putPayload(
	{
		bucket,
		folder,
		text,
	}: {
		readonly bucket: string;
		readonly folder: string;
		readonly text: string;
	},
	options: PublisherOptions,
): Promise<ClaimCheck["payload"]> {
	const { s3 } = options;
	const sha256 = createHash("sha256").update(text).digest("hex");
	const key = `${folder}${sha256}.json`;
	// Only long messages need this client.
	const { S3Client, PutObjectCommand } = await import(
		"@aws-sdk/client-s3"
	).catch(notLoaded("@aws-sdk/client-s3", "store a long message"));
	const client = s3 ?? new S3Client();
	try {
		await client.send(
			new PutObjectCommand({
				Bucket: bucket,
				Key: key,
				ExpectedBucketOwner: ownerOf(options),
				Body: text,
				ContentType: "application/json",
				ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64"),
			}),
		);
	} finally {
		if (s3 === undefined) client.destroy();
	}
	return { bucket, key, sha256, bytes: Buffer.byteLength(text) };
}

/** The bucket is in the account of the sender's queue. */
function ownerOf(options: PublisherOptions): string | undefined {
	const queue = given("queueUrl", options) ?? given("queueArn", options) ?? "";
	return /[/:](\d{12})[/:]/.exec(queue)?.[1];
}
