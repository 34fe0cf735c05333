import type { Rejection } from "../../../core/delivery/outcome.ts";
import {
	PAYLOAD_PROBLEM,
	readClaimCheck,
} from "../../../core/message/claim-check.ts";
import type { SendingDeps } from "../deps.ts";
import { type Opening, open, type Share } from "./opening.ts";

export type Opened =
	| { readonly kind: "body"; readonly body: string }
	| {
			readonly kind: "refused";
			readonly problems: Rejection["problems"];
			readonly id: string | undefined;
	  }
	/** S3 does not answer. */
	| { readonly kind: "unavailable" }
	/** The batch has opened as much as fits into the function's memory. */
	| { readonly kind: "too-much" };

/** The message itself: for a claim check, what lies in the sender's bucket. */
export async function openBody(
	body: string,
	own: Share,
	opening: Opening,
	{ config, files, digest }: SendingDeps,
): Promise<Opened> {
	const read = readClaimCheck(body);
	if (read === undefined) return { kind: "body", body };
	if (read.kind === "invalid") {
		return { kind: "refused", problems: read.problems, id: read.id };
	}
	const { id, payload } = read.check;
	const refuse = (reason: keyof typeof PAYLOAD_PROBLEM): Opened => ({
		kind: "refused",
		problems: [PAYLOAD_PROBLEM[reason]],
		id,
	});
	if (payload.bucket !== config.payloadBucket) return refuse("otherBucket");
	const { bucket, key, bytes } = payload;
	if (!open(bytes, own, opening)) return { kind: "too-much" };
	const opened = await files.read({ bucket, key }, (length) => length <= bytes);
	if (opened === "unavailable" || opened === "too-slow") {
		return { kind: "unavailable" };
	}
	if (opened === "missing") return refuse("missing");
	const text = opened === "unwanted" ? "" : opened.content.toString("utf8");
	return digest(text) === payload.sha256
		? { kind: "body", body: text }
		: refuse("changed");
}
