import { isUnclear } from "../../../core/delivery/blame.ts";
import { decide } from "../../../core/delivery/decide.ts";
import type { Suspicion } from "../../../core/delivery/decision.ts";
import { mayExpire } from "../../../core/delivery/ledger-row.ts";
import type { OfRow, Outcome } from "../../../core/delivery/outcome.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";
import { prepareSlot } from "../admission/login.ts";
import type { AdmittedBatch } from "../batch.ts";
import type { SmtpSlot } from "../deps.ts";
import type { KeyedMessage } from "../record.ts";
import type { Parcel } from "./compose-mail.ts";
import { endedBefore, learnFromResult } from "./learn.ts";
import type { Ready } from "./prepare.ts";
import { mayStart } from "./supply.ts";

/** What a try came to. Nothing of it is written down yet. */
export interface Attempt {
	readonly outcome: Outcome;
	/** What the server said of the message; absent when it was not asked. */
	readonly verdict?: Verdict;
	/** The slot has no connection, and gets none now. */
	readonly isStuck?: true;
}

export interface Verdict {
	readonly isAccepted: boolean;
	readonly suspicion: Suspicion | undefined;
	/** How many messages Google has ever taken, when the failure shows nobody's fault. */
	readonly sent: number | undefined;
}

/** The second half of a message's way: sends it on a slot, and decides what becomes of it. */
export async function sendReady(
	ready: Ready,
	slot: SmtpSlot,
	batch: AdmittedBatch,
): Promise<Attempt> {
	if (ready.kind === "decided") return ready;
	const { message, of, pending, parcel } = ready;
	const { row, lastOwner } = of;
	const result = await transmit(message, parcel, slot, of, batch);
	if ("outcome" in result) return result;
	const { situation, sent } = await learnFromResult(
		result,
		{ message, row, pending },
		batch,
	);
	const { message: decision, suspicion } = decide(result, situation);
	const settled = {
		...row,
		progress: decision.progress,
		...(sent === undefined ? {} : { seen: sent }),
		...(isUnclear(result)
			? { failingSince: row.failingSince ?? batch.deps.clock.now() }
			: {}),
	};
	return {
		outcome: { ...decision, row: settled, lastOwner },
		verdict: { isAccepted: result.kind === "accepted", suspicion, sent },
	};
}

/** What becomes of a message that is ready, and can't be sent now. */
export function giveBack(ready: Ready): Attempt {
	return ready.kind === "decided" ? ready : uncharged(ready.of);
}

/** @returns what the server said, or what becomes of a message that it was not asked about. */
async function transmit(
	message: KeyedMessage,
	{ envelope, bytes }: Parcel,
	slot: SmtpSlot,
	of: OfRow,
	batch: AdmittedBatch,
): Promise<SmtpResult | Attempt> {
	const { deps, memory } = batch;
	for (;;) {
		const isWarm = slot.usable(batch.secret.version);
		if (!(await prepareSlot(slot, batch)))
			return { ...uncharged(of), isStuck: true };
		// It may have been claimed before the account failed.
		if (!mayStart(batch)) return uncharged(of);
		// Before each try: a connection that hangs takes its time.
		if (isLate(message, batch)) {
			// Somebody may have it, or some have: when it comes back, its claim says what becomes of the rest.
			return mayExpire(of.row)
				? { outcome: { kind: "expired", isRecorded: false, ...of } }
				: uncharged(of);
		}
		const begun = deps.clock.now();
		const result = await slot.send(envelope, bytes);
		if (result.kind === "accepted") memory.sendMs = deps.clock.now() - begun;
		if (!isWarm || !endedBefore(result)) return result;
		// A warm connection that had died unnoticed: nobody is to blame, a new one is tried.
		slot.close();
	}
}

function uncharged(of: OfRow): Attempt {
	const { progress } = of.row;
	return { outcome: { kind: "release", progress, ...of } };
}

function isLate(
	{ message: { notAfter } }: KeyedMessage,
	{ deps }: AdmittedBatch,
): boolean {
	return notAfter !== undefined && notAfter <= deps.clock.now();
}
