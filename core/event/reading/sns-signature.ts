import * as v from "valibot";
import type { JsonObject } from "../../json.ts";
import { cut } from "../../outside.ts";
import { partsOfArn } from "../arn.ts";
import type { Signed } from "../proof.ts";
import { timeOf } from "../time.ts";
import { line } from "./fields.ts";

/** Of a key of 8,192 bits, four times as long as SNS's. */
const MOST_SIGNATURE = 1368;
const MOST_ADDRESS = 300;

const ALGORITHMS = { "1": "RSA-SHA1", "2": "RSA-SHA256" } as const;

const text = v.string();
/** A line break in any field but the message, and what is signed could be read another way. */
const schema = v.object({
	TopicArn: text,
	Timestamp: line(40),
	MessageId: line(128),
	Subject: v.nullish(line(1024)),
	SignatureVersion: v.picklist(["1", "2"]),
	Signature: v.pipe(text, v.minLength(1), v.maxLength(MOST_SIGNATURE)),
	SigningCertURL: text,
});

const DOMAINS: Readonly<Record<string, string>> = {
	aws: "amazonaws.com",
	"aws-us-gov": "amazonaws.com",
	"aws-cn": "amazonaws.com.cn",
};

/** What is signed, in SNS's order; a notification without a subject has no line for it. */
const SIGNED = [
	"Message",
	"MessageId",
	"Subject",
	"Timestamp",
	"TopicArn",
	"Type",
] as const;

/**
 * The signature of a notification. Undefined when there is none, or none that SNS makes for this topic: the
 * certificate's address counts only as a whole.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function signatureOf(envelope: JsonObject): Signed | undefined {
	const read = v.safeParse(schema, envelope);
	if (!read.success) return undefined;
	const { TopicArn, SignatureVersion, Signature, SigningCertURL, Timestamp } =
		read.output;
	const certificateUrl = certificateAddress(TopicArn, SigningCertURL);
	if (certificateUrl === undefined) return undefined;
	const text = SIGNED.filter((name) => typeof envelope[name] === "string")
		.map((name) => `${name}\n${envelope[name]}\n`)
		.join("");
	return {
		topicArn: TopicArn,
		at: timeOf(Timestamp) ?? 0,
		text,
		algorithm: ALGORITHMS[SignatureVersion],
		signature: Signature,
		certificateUrl,
	};
}

/** The address that SNS gives in the topic's region, if it is the one told. */
function certificateAddress(
	topicArn: string,
	told: string,
): string | undefined {
	const arn = partsOfArn(topicArn);
	const domain = DOMAINS[arn?.partition ?? ""];
	const [file] =
		/SimpleNotificationService-[0-9a-f]{32}\.pem$/.exec(
			cut(told, MOST_ADDRESS),
		) ?? [];
	if (arn === undefined || domain === undefined || file === undefined)
		return undefined;
	const address = `https://sns.${arn.region}.${domain}/${file}`;
	return address === told ? address : undefined;
}
