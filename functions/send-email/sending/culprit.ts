import { blameOf } from "../../../core/delivery/blame.ts";
import type { LedgerRow } from "../../../core/delivery/ledger-row.ts";
import { isOfEvents } from "../../../core/event/origin.ts";
import { classifyReply } from "../../../core/smtp/classify.ts";
import type { SmtpReply } from "../../../core/smtp/reply.ts";
import type { SmtpResult } from "../../../core/smtp/smtp-result.ts";
import type { Batch } from "../batch.ts";
import { producerOf } from "../producer.ts";
import type { KeyedMessage } from "../record.ts";

/** The producer that a refusal of Google's counts against; undefined when it is none, or nobody's alone. */
export function culpritOf(
	result: SmtpResult,
	{
		message: { record, origin, place },
		row,
	}: { readonly message: KeyedMessage; readonly row: LedgerRow },
	batch: Batch,
): string | undefined {
	const replies = [
		...(result.kind === "refused" ? [result.reply] : []),
		...result.refused.map(({ reply }) => reply),
	];
	if (!replies.some(costsGoodwill)) return undefined;
	// Whom an event goes to the sender's own route has said.
	if (isOfEvents(place.space)) return undefined;
	const { producer } = origin;
	if (!isOne(producer, batch)) return undefined;
	const isOwn = producerOf(record, batch).name === producer;
	// Once redriven by somebody else is enough: whoever knows a message could do that again and again.
	return isOwn || row.failure <= 1 ? producer : undefined;
}

function costsGoodwill(reply: SmtpReply): boolean {
	const { cause } = classifyReply(reply);
	return (
		blameOf(reply) === "message" &&
		(cause === "bad-recipient" || cause === "policy")
	);
}

/** A workload's role. AWS services put everybody's messages on the queue under one id, AIDA…, as users have. */
function isOne(producer: string, { deps }: Batch): boolean {
	return (
		producer.startsWith("AROA") ||
		Object.values(deps.config.producers).includes(producer)
	);
}
