import type { Rejection } from "../../../core/delivery/outcome.ts";
import {
	PAYLOAD_PROBLEM,
	readClaimCheck,
} from "../../../core/message/claim-check.ts";
import type { SendingDeps } from "../deps.ts";

type Opened =
	| { readonly kind: "body"; readonly body: string }
	| {
			readonly kind: "rejected";
			readonly problems: Rejection["problems"];
			readonly id: string | undefined;
	  }
	/** S3 does not answer. */
	| { readonly kind: "unavailable" }
	/** The batch has opened as much as fits into the function's memory. */
	| { readonly kind: "too-much" };

/** What a batch may open of what lies in S3: each byte is held several times on its way. */
export const MOST_OPENED_BYTES = 40_000_000;

/** Counts what a batch has opened so far; the first message is opened whatever its size. */
export interface Opening {
	bytes: number;
}

/** The message itself: for a claim check, what lies in the sender's bucket. */
export async function openBody(
	body: string,
	opening: Opening,
	{ config, files, digest }: SendingDeps,
): Promise<Opened> {
	const read = readClaimCheck(body);
	if (read === undefined) return { kind: "body", body };
	if (read.kind === "invalid") {
		return { kind: "rejected", problems: read.problems, id: read.id };
	}
	const { id, payload } = read.check;
	const refuse = (reason: keyof typeof PAYLOAD_PROBLEM): Opened => ({
		kind: "rejected",
		problems: [PAYLOAD_PROBLEM[reason]],
		id,
	});
	if (payload.bucket !== config.payloadBucket) return refuse("otherBucket");
	const { bucket, key, bytes } = payload;
	if (opening.bytes > 0 && opening.bytes + bytes > MOST_OPENED_BYTES) {
		return { kind: "too-much" };
	}
	opening.bytes += bytes;
	const found = await files.text({ bucket, key }, bytes);
	if (found === "unavailable") return { kind: "unavailable" };
	if (found.kind === "missing") return refuse("missing");
	if (found.kind === "too-long" || digest(found.text) !== payload.sha256) {
		return refuse("changed");
	}
	return { kind: "body", body: found.text };
}
