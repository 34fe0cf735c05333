import {
	DEAD_LETTER_ATTRIBUTE,
	type MetricKey,
	tableKey,
} from "../../../core/contract.ts";
import {
	type DeadLetterFacts,
	MOST_FAILURES,
} from "../../../core/delivery/dead-letter.ts";
import type { LedgerRow } from "../../../core/delivery/ledger-row.ts";
import {
	type Failure,
	KEY_REUSED,
	type OfRow,
	type Outcome,
	type Rejection,
} from "../../../core/delivery/outcome.ts";
import { cut, MAXIMUM } from "../../../core/outside.ts";
import { redactReply } from "../../../core/smtp/reply.ts";
import type { LogEntry } from "../../shared/deps.ts";
import type { LedgerExtra, OutcomeDetail } from "../deps.ts";
import { type Addressee, about, named } from "./addressee.ts";
import type { TaskOutcome } from "./answer-task.ts";

/** All that it takes to carry out an outcome, as a value. */
export interface SettlementPlan {
	readonly write?: RowWrite;
	/** Goes to the dead-letter queue. */
	readonly copy?: DeadLetterFacts;
	readonly task?: TaskOutcome;
	readonly log?: readonly ["info" | "warn", LogEntry];
	readonly counts: readonly Count[];
	readonly event?: OutcomeDetail;
	readonly ending: Ending;
}

export type RowWrite =
	/** `necessary`: without it nothing else is done. */
	| ({
			readonly kind: "row";
			readonly next: LedgerRow;
			readonly extra?: LedgerExtra;
			readonly necessary: boolean;
	  } & Pick<OfRow, "lastOwner">)
	| { readonly kind: "sent"; readonly next: LedgerRow; readonly reply: string }
	| { readonly kind: "rejection"; readonly facts: DeadLetterFacts };

type Count = readonly [metric: MetricKey, value: number, producer?: string];

/** What becomes of the record in the queue. `release`: it waits through no fault of its own. `until` in epoch ms. */
export type Ending =
	| { readonly kind: "acknowledge" | "release" }
	| { readonly kind: "come-back"; readonly delaySeconds: number }
	| { readonly kind: "wait"; readonly until: number };

/** What is written, told and counted of each outcome. `now` in epoch ms. */
export function planOf(
	outcome: Outcome,
	to: Addressee,
	now: number,
): SettlementPlan {
	switch (outcome.kind) {
		case "sent":
			return planOfSent(outcome, to, now);
		case "retry": {
			const { row, attempts, delaySeconds, cause, reason } = outcome;
			const state = waiting("WAITING", delaySeconds, now);
			const what = { event: "retry", cause, attempts, delaySeconds, ...reason };
			return {
				write: changed({ ...row, attempts, state }, outcome),
				log: ["info", { ...about(to), ...what }],
				counts: [],
				ending: { kind: "come-back", delaySeconds },
			};
		}
		case "maybe-sent": {
			const { row, delaySeconds, reason } = outcome;
			const state = waiting("MAYBE_SENT", delaySeconds, now);
			return {
				write: changed({ ...row, doubted: true, state }, outcome),
				log: ["warn", { ...about(to), event: "maybe-sent", ...reason }],
				counts: [["inDoubt", 1]],
				ending: { kind: "come-back", delaySeconds },
			};
		}
		case "release": {
			const state = waiting("WAITING", 0, now);
			return {
				write: changed({ ...outcome.row, state }, outcome),
				counts: [],
				ending: { kind: "release" },
			};
		}
		case "expired": {
			const next: LedgerRow = { ...outcome.row, state: { kind: "EXPIRED" } };
			return {
				...(outcome.isRecorded
					? {}
					: { write: { ...changed(next, outcome), necessary: true } }),
				log: ["info", { ...about(to), event: "expired" }],
				counts: [],
				...eventOf({ outcome: "expired", ...named(to) }, to),
				task: { kind: "expired", since: now },
				ending: { kind: "acknowledge" },
			};
		}
		case "dead-letter":
		case "refused":
		case "in-doubt":
		case "too-late":
		case "changed":
		case "cancelled":
			return planOfFailure(outcome, to, now);
		case "dead-letter-again": {
			const { kind: _state, ...failure } = outcome.failed;
			const { row } = outcome;
			return planOfCopy(
				{ ...failure, ...countsOf(row, row.attempts) },
				to,
				now,
				row.writtenAt,
			);
		}
		case "rejected":
			return planOfRejection(outcome.rejection, to, now);
		case "key-reused":
			return planOfRejection(KEY_REUSED, to, now);
		// Settled before; whoever waits for it may not have heard, or asks a second time.
		case "already-sent":
			return {
				task: { kind: "sent", since: outcome.since ?? now },
				counts: [],
				ending: { kind: "acknowledge" },
			};
		case "already-expired":
			return {
				task: { kind: "expired", since: outcome.since ?? now },
				counts: [],
				ending: { kind: "acknowledge" },
			};
		case "wait":
			return { counts: [], ending: outcome };
		case "unavailable":
			return { counts: [["stateUnreachable", 1]], ending: { kind: "release" } };
	}
}

function planOfSent(
	{ reply: answer, row }: Extract<Outcome, { kind: "sent" }>,
	to: Addressee,
	now: number,
): SettlementPlan {
	const reply = redactReply(answer);
	const recipientCount = row.progress.accepted.length;
	const latencyMs = Math.max(0, now - to.record.sentAt);
	return {
		write: { kind: "sent", next: { ...row, state: { kind: "SENT" } }, reply },
		log: [
			"info",
			{ ...about(to), event: "sent", reply, recipientCount, latencyMs },
		],
		counts: [["sent", 1]],
		...eventOf({ outcome: "sent", ...named(to) }, to),
		task: { kind: "sent", since: now },
		ending: { kind: "acknowledge" },
	};
}

/** FAILED in the ledger, then the copy in the dead-letter queue, then gone from the source queue. */
function planOfFailure(
	outcome: Failure & OfRow,
	to: Addressee,
	now: number,
): SettlementPlan {
	const { cause, recipients, reason, sentence, pointer = "", row } = outcome;
	const failure = {
		cause,
		reason,
		recipients,
		...(sentence === undefined ? {} : { problems: [{ pointer, sentence }] }),
	};
	const next: LedgerRow = {
		...row,
		doubted: row.doubted || cause === "in-doubt",
		failure: row.failure + 1,
		state: { kind: "FAILED", ...failure },
	};
	const { reply } = reason;
	const extra = { ...(reply === undefined ? {} : { reply }), deadCause: cause };
	return {
		write: { ...changed(next, outcome), extra, necessary: true },
		...planOfCopy({ ...failure, ...countsOf(next, row.attempts + 1) }, to, now),
	};
}

/** It has no row of its own in the ledger: unreadable, or its key is another message's. */
function planOfRejection(
	{ cause, problems }: Pick<Rejection, "cause" | "problems">,
	to: Addressee,
	now: number,
): SettlementPlan {
	const before = to.origin.redrivenFailure ?? 0;
	const failure = Math.min(MOST_FAILURES, before + 1);
	const row = tableKey.dead(to.record.messageId);
	const { sentAt } = to.record;
	const plan = planOfCopy({ cause, problems, failure, row }, to, now, sentAt);
	const { attributes: _own, ...facts } = plan.copy;
	return { write: { kind: "rejection", facts }, ...plan };
}

type Copied = Omit<
	DeadLetterFacts,
	"v" | "at" | "key" | "row" | "space" | "producer" | "attributes"
> & { readonly row?: string };

/** @param since When the failure was written down, in epoch ms. */
function planOfCopy(failure: Copied, to: Addressee, now: number, since = now) {
	const { record, place, producer } = to;
	const { cause, problems: [first] = [], recipients, reason } = failure;
	const detail = {
		cause,
		...(first === undefined
			? {}
			: { pointer: first.pointer, sentence: first.sentence }),
		...(recipients === undefined ? {} : { recipients }),
	};
	const what = { id: place.id, producer, ...detail };
	const sqsMessageId = record.messageId;
	// An operator's own act is nobody's alarm, nor what would ring for ever.
	const isNobodysAlarm = cause === "cancelled" || cause === "loop";
	const outcome = cause === "in-doubt" ? cause : "failed";
	return {
		copy: {
			v: 1,
			at: new Date(now).toISOString(),
			row: place.row,
			space: place.space,
			...failure,
			key: place.id,
			producer,
			attributes: attributesOf(to),
		},
		task: { kind: "failed", cause, since },
		log: [
			"warn",
			{ ...what, event: "dead-lettered", sqsMessageId, ...reason, cause },
		],
		counts: [
			...(isNobodysAlarm ? [] : [["deadLettered", 1, producer] as const]),
			...(cause === "in-doubt" ? [["inDoubt", 1] as const] : []),
		],
		...eventOf({ outcome, ...what }, to),
		ending: { kind: "acknowledge" },
	} as const satisfies SettlementPlan;
}

function changed(next: LedgerRow, { lastOwner }: OfRow) {
	return { kind: "row", next, lastOwner, necessary: false } as const;
}

function waiting<Kind extends "WAITING" | "MAYBE_SENT">(
	kind: Kind,
	delaySeconds: number,
	now: number,
) {
	return { kind, notBefore: now + delaySeconds * 1000 };
}

function countsOf({ failure, hash, firstAt }: LedgerRow, attempts: number) {
	return { failure, hash, firstAt: new Date(firstAt).toISOString(), attempts };
}

function eventOf(event: OutcomeDetail, { noEvents }: Addressee) {
	return noEvents ? {} : { event };
}

// A producer's attributes travel inside ours: SQS allows ten, and a redrive has to bring them back.
function attributesOf({
	record,
	origin,
}: Addressee): NonNullable<DeadLetterFacts["attributes"]> {
	const { [DEAD_LETTER_ATTRIBUTE]: _ours, ...own } = record.attributes;
	const folded = Object.entries(own).map(([name, { type, value }]) => [
		cut(name, MAXIMUM.attributeName),
		{ type, value: cut(value, MAXIMUM.attribute) },
	]);
	return { ...origin.attributes, ...Object.fromEntries(folded) };
}
