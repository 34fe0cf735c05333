import {
	ACKNOWLEDGE,
	type Batch,
	comeBackAt,
	type Disposition,
	msLeft,
	type Permit,
	release,
} from "./batch.ts";
import { claimMessage, type KeyedMessage } from "./claim.ts";
import { BUDGET, DEAD_LETTER_ATTRIBUTE } from "./contract.ts";
import type { QueueRecord } from "./deps.ts";
import { readFacts } from "./domain/dead-letter.ts";
import type { LedgerRow } from "./domain/ledger.ts";
import { fromFault, toMail } from "./domain/mail.ts";
import { type Problem, parseMessage, recipientsOf } from "./domain/message.ts";
import { decide, type SenderFailure } from "./domain/outcome.ts";
import type { SendResult } from "./domain/send-result.ts";
import { classifyReply } from "./domain/smtp-reply.ts";
import {
	NO_STREAK,
	othersAlike,
	withLostConnection,
	withRefusal,
} from "./domain/streak.ts";
import {
	deadLetter,
	expired,
	settle,
	settleDead,
	settleExpired,
	settleRejected,
} from "./settle.ts";

/** Gmail's limit for a whole message, encoded. */
const MAX_ENCODED_BYTES = 25_000_000;

/** What came of a record on its slot; `rest` is what is still being written down. */
interface Delivered {
	readonly rest: Promise<Disposition>;
	/** The account failed. */
	readonly open?: SenderFailure;
	/** Google took a message: the account is well. */
	readonly proved?: boolean;
	readonly key?: string;
}

/** The way of one message: parse, claim, send, decide, record. */
export async function deliverRecord(
	record: QueueRecord,
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<Delivered> {
	const parsed = parse(record, batch);
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
			return {
				rest: settleDead(
					{
						cause: "in-doubt",
						recipients: pendingOf(keyed, claim.row),
						reason: {},
					},
					keyed,
					claim.row,
					batch,
					claim.lastOwner,
				),
			};
		case "dead-letter-again":
			return {
				rest: deadLetter(
					{ cause: claim.cause, failure: claim.row.failure, key: keyed.key },
					record,
					batch,
				),
			};
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

async function sendClaimed(
	keyed: KeyedMessage,
	row: LedgerRow,
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<Delivered> {
	const { deps, memory } = batch;
	const { message, key } = keyed;
	const pending = pendingOf(keyed, row);
	const bytes = await deps.compose(toMail(message, row.frozen));
	if (bytes.length > MAX_ENCODED_BYTES) {
		const sentence = `Cannot send the message as it is ${bytes.length} bytes when encoded: allowed are ${MAX_ENCODED_BYTES}; put the attachments where people can download them`;
		return {
			rest: settleDead(
				{ cause: "bad-message", recipients: pending, reason: {}, sentence },
				keyed,
				row,
				batch,
			),
		};
	}
	if (
		message.notAfter !== undefined &&
		message.notAfter <= deps.clock.now() &&
		row.resends === 0
	) {
		return { rest: settleExpired(keyed, row, batch) };
	}
	const result = await send(
		keyed,
		row,
		pending,
		bytes,
		slotIndex,
		permit,
		batch,
	);
	learn(result, key, batch);
	const decision = decide(result, {
		attempts: row.attempts,
		attemptBudget: deps.config.attemptBudget,
		pending,
		progress: row.progress,
		resends: row.resends,
		onAmbiguous: deps.config.onAmbiguous,
		othersAlike: Object.fromEntries(
			Object.keys(memory.streak.alike).map((cause) => [
				cause,
				othersAlike(memory.streak, cause, key),
			]),
		),
		connectionFailures: memory.streak.lostConnections.length,
		random: deps.random(),
		...(permit.trial && permit.breaker.state.kind !== "closed"
			? { trialOf: permit.breaker.state.cause }
			: {}),
	});
	return {
		rest: settle(decision.message, keyed, row, batch),
		proved: result.kind === "accepted",
		key,
		...(decision.open === undefined ? {} : { open: decision.open }),
	};
}

/** Sends on a warm connection; when that had died unnoticed, once more on a new one. */
async function send(
	keyed: KeyedMessage,
	row: LedgerRow,
	pending: readonly number[],
	bytes: Buffer,
	slotIndex: number,
	permit: Permit,
	batch: Batch,
): Promise<SendResult> {
	const { deps } = batch;
	const addresses = recipientsOf(keyed.message);
	const envelope = {
		from: deps.toEnvelopeAddress(row.frozen.fromAddress),
		to: pending.map((index) => ({
			index,
			address: deps.toEnvelopeAddress(addresses[index] ?? ""),
		})),
	};
	const slot = deps.slots[slotIndex];
	if (slot === undefined)
		throw new Error(
			`Cannot send on slot ${slotIndex} as there are only ${deps.slots.length}`,
		);
	const lost = async (): Promise<SendResult | undefined> => {
		const login = await slot.ready(permit.credential, permit.secret.version);
		if (login.kind === "ready") return undefined;
		return login.kind === "refused"
			? { ...login, refused: [] }
			: { ...login, refused: [] };
	};
	const notReady = await lost();
	if (notReady !== undefined) return notReady;
	const reused = !slot.fresh;
	const result = await slot.send(envelope, bytes);
	if (
		!(reused && endedBefore(result)) ||
		msLeft(batch) < (BUDGET.login + BUDGET.send) * 1000
	)
		return result;
	slot.close();
	return (await lost()) ?? slot.send(envelope, bytes);
}

/** Whether the session had ended before this message: the server had not taken a word of it. */
function endedBefore(result: SendResult): boolean {
	if (result.kind === "refused") return classifyReply(result.reply).reconnect;
	return (
		result.kind === "lost" &&
		result.failure.stage === "mail" &&
		!result.failure.handedOver
	);
}

/** Remembers what failed in a row in this environment. */
function learn(result: SendResult, key: string, { memory, deps }: Batch): void {
	if (result.kind === "accepted") memory.streak = NO_STREAK;
	if (result.kind === "lost")
		memory.streak = withLostConnection(memory.streak, key);
	const replies =
		result.kind === "lost"
			? result.refused.map(({ reply }) => reply)
			: [
					...(result.kind === "refused" ? [result.reply] : []),
					...result.refused.map(({ reply }) => reply),
				];
	for (const reply of replies.slice(0, 3)) {
		const { cause, escalates } = classifyReply(reply);
		deps.metrics.add("smtpRefused", 1, cause);
		if (escalates) memory.streak = withRefusal(memory.streak, cause, key);
	}
	if (result.kind === "lost") deps.metrics.add("smtpRefused", 1, "transient");
}

function parse(record: QueueRecord, { deps }: Batch) {
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
	const fault = fromFault(message, deps.config);
	if (fault !== undefined)
		return { kind: "rejected", key, problems: [fault] } as const;
	return {
		kind: "keyed",
		keyed: { record, message, key, redrivenFailure: redriven?.failure },
	} as const;
}

/** Recipients that have neither been accepted nor refused for good, by index. */
function pendingOf(
	{ message }: KeyedMessage,
	{ progress }: LedgerRow,
): readonly number[] {
	const settled = new Set([
		...progress.accepted,
		...progress.refused.map(({ index }) => index),
	]);
	return recipientsOf(message)
		.map((_address, index) => index)
		.filter((index) => !settled.has(index));
}

function done(disposition: Disposition): Delivered {
	return { rest: Promise.resolve(disposition) };
}

const KEY_REUSED: Problem = {
	pointer: "/id",
	sentence:
		"Cannot send the message as its id belongs to another message with other content: give every message an id of its own, derived from the business event it tells of.",
};
