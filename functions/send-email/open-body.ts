import type { Rejection } from "./dead-letters.ts";
import type { Deps } from "./deps.ts";
import { PAYLOAD_PROBLEM, readClaimCheck } from "./domain/claim-check.ts";

type Opened =
	| { readonly kind: "body"; readonly body: string }
	| {
			readonly kind: "rejected";
			readonly problems: Rejection["problems"];
			readonly id: string | undefined;
	  }
	/** S3 does not answer. */
	| { readonly kind: "unavailable" };

/** The message itself: for a claim check, what lies in the sender's bucket. */
export async function openBody(
	body: string,
	{ config, files, digest }: Deps,
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
	const { bucket, key } = payload;
	const found = await files.text({ bucket, key }, payload.bytes);
	if (found === "unavailable") return { kind: "unavailable" };
	if (found.kind === "missing") return refuse("missing");
	if (found.kind === "too-long" || digest(found.text) !== payload.sha256) {
		return refuse("changed");
	}
	return { kind: "body", body: found.text };
}
