import * as v from "valibot";
import { FAULT_STAGES, type GmailFault } from "../gmail/faults.ts";
import { checkBody, text, whole } from "./check-body.ts";
import { didYouMean, Refused, shown } from "./refused.ts";

const MOST_FAULTS = 1000;
/** Longer than any client waits. */
const MOST_DELAY_MS = 3_600_000;
const EXAMPLE =
	'{"stage":"auth","reply":"454 4.7.0 Too many login attempts","times":1}';

/** The faults of a body: one, or a list. @throws Refused that tells which entry is wrong, and how */
export function readFaults(input: unknown): readonly GmailFault[] {
	const list: readonly unknown[] = Array.isArray(input) ? input : [input];
	if (list.length > MOST_FAULTS)
		throw new Refused(
			`Cannot set faults as there are ${list.length}: allowed are ${MOST_FAULTS}`,
		);
	return list.map(readFault);
}

function readFault(entry: unknown, index: number): GmailFault {
	const cannot = `Cannot set fault ${index}`;
	const { stage: named, ...fault } = checkBody(FAULT, entry, {
		cannot,
		example: EXAMPLE,
	});
	// As RFC 5321 calls it.
	const asked = named === "eod" ? "eom" : named;
	const stage = FAULT_STAGES.find((known) => known === asked);
	if (stage === undefined)
		throw new Refused(
			`${cannot} with stage ${shown(named)}${didYouMean(named, FAULT_STAGES)}: allowed are ${FAULT_STAGES.join(", ")}`,
		);
	const { reply, drop, hang, delayMs, accept, to, subject, mailbox } = fault;
	if ([reply, drop, hang, delayMs].every((what) => !what && what !== 0))
		throw new Refused(
			`${cannot} as it does nothing: give it one of reply, drop, hang, delayMs`,
		);
	if (accept !== undefined && (stage !== "eom" || !(drop || hang)))
		throw new Refused(
			`${cannot} with accept, which only tells at eom whether the message was taken before drop or hang: leave it out, or give {"stage":"eom","drop":true,"accept":${accept}}`,
		);
	const needed = [
		["to", to, OF_MAIL],
		["subject", subject, ["eom"]],
		["mailbox", mailbox, ["mail", ...OF_MAIL]],
	] as const;
	for (const [field, value, stages] of needed)
		if (value !== undefined && !stages.some((known) => known === stage))
			throw new Refused(
				`${cannot} with ${field} at ${stage}, where it is not known yet: allowed is ${stages.join(", ")}`,
			);
	return { stage, ...fault };
}

/** From here on recipients are known. */
const OF_MAIL = ["rcpt", "data", "mid-data", "eom"] as const;

const yesOrNo = "true or false";
const drop = 'true, false, "fin" or "reset"';
const delay = `a whole number of milliseconds up to ${MOST_DELAY_MS}`;
const smtpReply = 'an SMTP reply such as "421 4.3.0 Temporary System Problem"';

const FAULT = v.strictObject({
	stage: text(`one of ${FAULT_STAGES.join(", ")}`),
	reply: v.optional(
		v.pipe(text(smtpReply), v.regex(/^[2-5]\d\d[ -]/, smtpReply)),
	),
	drop: v.optional(v.union([v.boolean(), v.picklist(["fin", "reset"])], drop)),
	hang: v.optional(v.boolean(yesOrNo)),
	delayMs: v.optional(
		v.pipe(
			v.number(delay),
			v.safeInteger(delay),
			v.minValue(0, delay),
			v.maxValue(MOST_DELAY_MS, delay),
		),
	),
	times: v.optional(whole(1)),
	accept: v.optional(v.boolean(yesOrNo)),
	to: v.optional(text("a recipient's address")),
	subject: v.optional(text("a part of a subject")),
	mailbox: v.optional(text("a mailbox")),
});
