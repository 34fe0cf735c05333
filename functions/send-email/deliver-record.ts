import {
	ACKNOWLEDGE,
	type Batch,
	comeBackAt,
	type Disposition,
	type Permit,
	release,
} from "./batch.ts";
import { claimMessage } from "./claim.ts";
import { DEAD_LETTER_ATTRIBUTE } from "./contract.ts";
import { deadLetter, settleDead, settleRejected } from "./dead-letters.ts";
import type { QueueRecord } from "./deps.ts";
import { readFacts } from "./domain/dead-letter.ts";
import { type Problem, parseMessage } from "./domain/message.ts";
import { type Delivered, sendClaimed, unsettledOf } from "./send-claimed.ts";
import { expired } from "./settle.ts";

/** The way of one message: parse, claim, send, decide, record. */
export async function deliverRecord(
	record: QueueRecord,
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<Delivered> {
	const parsed = parse(record);
	if (parsed.kind === "rejected") {
		const { key, problems } = parsed;
		return {
			rest: settleRejected(
				{ cause: "bad-message", key, problems },
				record,
				batch,
			),
		};
	}
	const { keyed } = parsed;

	const claim = await claimMessage(keyed, batch);
	switch (claim.kind) {
		case "acknowledge":
			return done(ACKNOWLEDGE);
		case "wait":
			return done(comeBackAt(claim.until, batch));
		case "unavailable":
			batch.deps.metrics.add("stateUnreachable", 1);
			return done(release(record, batch));
		case "expire":
			return done(expired(keyed, batch));
		case "in-doubt":
		case "too-late": {
			const { row, lastOwner } = claim;
			return {
				rest: settleDead(
					{
						...(claim.kind === "in-doubt"
							? { cause: "in-doubt" }
							: { cause: "transient", sentence: TOO_LATE }),
						recipients: unsettledOf(keyed, row),
						reason: {},
					},
					keyed,
					row,
					batch,
					lastOwner,
				),
			};
		}
		case "dead-letter-again": {
			const { row, failed } = claim;
			const { cause, reason, recipients } = failed;
			return {
				rest: deadLetter(
					{
						cause,
						failure: row.failure,
						key: keyed.key,
						firstAt: new Date(row.firstAt).toISOString(),
						attempts: row.attempts,
						...(reason === undefined ? {} : { reason }),
						...(recipients === undefined ? {} : { recipients }),
					},
					record,
					batch,
				),
			};
		}
		case "key-reused":
			return {
				rest: settleRejected(
					{ cause: "key-reused", key: keyed.key, problems: [KEY_REUSED] },
					record,
					batch,
				),
			};
		case "claim":
			return sendClaimed(keyed, claim.row, slotIndex, permit, batch);
	}
}

function parse(record: QueueRecord) {
	const redriven = readFacts(record.attributes[DEAD_LETTER_ATTRIBUTE]?.value);
	const parsed = parseMessage(record.body);
	if (parsed.kind === "invalid") {
		return {
			kind: "rejected",
			key: parsed.id ?? redriven?.key ?? record.messageId,
			problems: parsed.problems,
		} as const;
	}
	const { message } = parsed;
	const key = message.id ?? redriven?.key ?? record.messageId;
	return {
		kind: "keyed",
		keyed: { record, message, key, redrivenFailure: redriven?.failure },
	} as const;
}

function done(disposition: Disposition): Delivered {
	return { rest: Promise.resolve(disposition) };
}

const TOO_LATE =
	"Its notAfter has passed: some recipients were settled before, these were not.";

const KEY_REUSED: Problem = {
	pointer: "/id",
	sentence:
		"Cannot send the message as its id belongs to another message with other content: give every message an id of its own, derived from the business event it tells of.",
};
