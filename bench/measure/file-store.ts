import {
	CreateBucketCommand,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { ENV } from "../../core/contract.ts";
import type { Deployed } from "../parts/deployed.ts";
import type { Mail } from "../parts/mail.ts";

const BUCKET = "bench-files";

/** A bucket that the sender may read attachments from. */
export async function fileStore({ local, fn }: Deployed) {
	const client = new S3Client({ ...local.aws.client, forcePathStyle: true });
	Object.assign(fn.environment, {
		[ENV.attachmentBuckets]: JSON.stringify([BUCKET]),
	});
	await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
	return {
		/** The mails with a file of so many bytes each. */
		async attach(
			mails: readonly Mail[],
			bytes: number,
		): Promise<readonly Mail[]> {
			const key = `${bytes}.bin`;
			await client.send(
				new PutObjectCommand({
					Bucket: BUCKET,
					Key: key,
					Body: Buffer.alloc(bytes, 120),
				}),
			);
			const attachments = [{ filename: key, s3: { bucket: BUCKET, key } }];
			return mails.map((mail) => ({ ...mail, attachments }));
		},
		stop: () => client.destroy(),
	};
}
