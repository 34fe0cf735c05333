import { createHash } from "node:crypto";
import { MAX_MESSAGE_BYTES } from "../functions/send-email/contract.ts";
import {
	MAX_PAYLOAD_BYTES,
	writeClaimCheck,
} from "../functions/send-email/domain/claim-check.ts";
import { parseMessage } from "../functions/send-email/domain/message.ts";
import {
	type Problem,
	problem,
} from "../functions/send-email/domain/problem.ts";
import type { Email } from "./email.ts";
import { given, type PublisherOptions } from "./settings.ts";

export type Body =
	| {
			readonly kind: "body";
			readonly body: string;
			readonly id: string | undefined;
	  }
	| { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/**
 * What goes on the queue for a message: the message, or a claim check when it has more than `most`
 * bytes; it is put into the sender's bucket then.
 */
export async function toBody(
	email: Email,
	options: PublisherOptions,
	most = MAX_MESSAGE_BYTES,
): Promise<Body> {
	const text = JSON.stringify(email) ?? "null";
	const parsed = parseMessage(text);
	if (parsed.kind === "invalid") {
		return { kind: "invalid", problems: parsed.problems };
	}
	const { id } = parsed.message;
	const bytes = Buffer.byteLength(text);
	if (bytes <= most) return { kind: "body", body: text, id };
	const bucket = given("payloadBucket", options);
	if (bytes > MAX_PAYLOAD_BYTES || bucket === undefined) {
		return {
			kind: "invalid",
			problems: [
				tooLong(bytes, bucket === undefined ? most : MAX_PAYLOAD_BYTES),
			],
		};
	}
	// By its content: the same message put there twice is one object.
	const sha256 = createHash("sha256").update(text).digest("hex");
	const key = `messages/${sha256}.json`;
	await put({ bucket, key, text, sha256 }, options);
	const payload = { bucket, key, sha256, bytes };
	const body = writeClaimCheck({
		version: 1,
		...(id === undefined ? {} : { id }),
		payload,
	});
	return { kind: "body", body, id };
}

async function put(
	{
		bucket,
		key,
		text,
		sha256,
	}: {
		readonly bucket: string;
		readonly key: string;
		readonly text: string;
		readonly sha256: string;
	},
	{ s3 }: PublisherOptions,
): Promise<void> {
	// Only long messages need this client.
	const { S3Client, PutObjectCommand } = await import("@aws-sdk/client-s3");
	const client = s3 ?? new S3Client();
	try {
		await client.send(
			new PutObjectCommand({
				Bucket: bucket,
				Key: key,
				Body: text,
				ContentType: "application/json",
				ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64"),
			}),
		);
	} finally {
		if (s3 === undefined) client.destroy();
	}
}

function tooLong(bytes: number, most: number): Problem {
	const advice =
		most === MAX_PAYLOAD_BYTES
			? "put files where people can download them"
			: "give the options or the environment the sender's bucket for long messages (grantSend with largeMessages: true), or refer to files in S3";
	return problem("", `it is ${bytes} bytes; allowed are ${most}: ${advice}`);
}
