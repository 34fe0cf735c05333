import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import { maskAddress } from "../../core/message/address.ts";
import { recipientsOf } from "../../core/message/message.ts";
import { isInDoubt } from "../dead-letters/doubt.ts";
import type {
	Discarded,
	MessageRow,
	RejectedRow,
} from "../dead-letters/ledger.ts";
import {
	describeRecipient,
	knownRecipients,
} from "../dead-letters/recipient-state.ts";
import type { DeadLetterCopy } from "../dead-letters/sweep.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { isoTime } from "../terminal/duration-text.ts";

/** Everything there is about one message. */
export interface Story {
	readonly id: string;
	readonly row: MessageRow | undefined;
	readonly rejected: readonly RejectedRow[];
	readonly copy: DeadLetterCopy | undefined;
}

/** Tells a message's story, and what to type next. */
export function describeStory(
	{ id, row, rejected, copy }: Story,
	flags: string,
): string {
	return [
		...(row === undefined ? [] : rowLines(row)),
		...(row === undefined ? [] : recipientLines(row, copy)),
		...rejected.flatMap(rejectedLines),
		...(copy === undefined ? [] : copyLines(copy)),
		`Next          ${adviceFor({ id, row, rejected, copy }, flags)}`,
	].join("\n");
}

function rowLines(row: MessageRow): readonly string[] {
	const { state, attempts, resends, failure, doubted, reply, discarded } = row;
	return [
		`Message       ${row.key}`,
		`State         ${state.kind}${state.kind === "FAILED" ? ` as ${state.cause}` : ""}`,
		`Producer      ${row.producer}`,
		`First seen    ${isoTime(row.firstAt)}`,
		`Updated       ${isoTime(row.updatedAt)}`,
		`Tries         ${attempts} refused, ${resends} out of doubt, dead-lettered ${failure} times`,
		...(doubted ? ["Doubt         some try of it may have been taken"] : []),
		`Message-ID    ${row.frozen.messageId}`,
		...(reply === undefined ? [] : [`Google said   ${oneLine(reply)}`]),
		...discardedLines(discarded),
	];
}

function recipientLines(
	row: MessageRow,
	copy: DeadLetterCopy | undefined,
): readonly string[] {
	const addresses =
		copy?.parsed.kind === "message" && copy.hash === row.hash
			? recipientsOf(copy.parsed.message)
			: [];
	const count = Math.max(addresses.length, knownRecipients(row));
	return Array.from({ length: count }, (_, index) => {
		const address = addresses[index];
		const name = address === undefined ? "" : ` ${maskAddress(address)}`;
		return `Recipient ${String(index).padEnd(4)}${name.trimStart()}${name === "" ? "" : ": "}${describeRecipient(row, index)}`;
	});
}

function rejectedLines({ facts, discarded }: RejectedRow): readonly string[] {
	return [
		`Rejected      ${facts.at} as ${facts.cause} (id ${facts.key})`,
		...problemLines(facts),
		...discardedLines(discarded),
	];
}

function problemLines({ problems = [] }: DeadLetterFacts): readonly string[] {
	return problems.map(
		({ pointer, sentence }) =>
			`  ${pointer === "" ? "(body)" : pointer}: ${sentence}`,
	);
}

function discardedLines(discarded: Discarded | undefined): readonly string[] {
	if (discarded === undefined) return [];
	const { at, who, reason } = discarded;
	return [`Discarded     ${at} by ${who}: ${reason}`];
}

function copyLines({
	facts,
	sentAt,
	sqsMessageId,
}: DeadLetterCopy): readonly string[] {
	if (facts === undefined)
		return [
			`Dead letter   since ${isoTime(sentAt)}, SQS message id ${sqsMessageId}: SQS itself moved it, without a reason`,
		];
	const { reason } = facts;
	return [
		`Dead letter   since ${facts.at} as ${facts.cause}, failure ${facts.failure}, SQS message id ${sqsMessageId}`,
		...(reason?.reply === undefined
			? []
			: [
					`  Google said${reason.stage === undefined ? "" : ` at ${reason.stage}`}: ${oneLine(reason.reply)}`,
				]),
		...problemLines(facts),
	];
}

function adviceFor({ id, row, rejected, copy }: Story, flags: string): string {
	const type = (command: string) => `${OPS} ${command}${flags}`;
	if (row?.discarded !== undefined) return "nothing: it was discarded";
	if (row !== undefined && isInDoubt(row))
		return `look into the mailbox's Sent folder, then ${type(`resolve ${argument(row.at)} sent`)}, or resend`;
	if (row?.state.kind === "FAILED")
		return `${type(`redrive --id=${argument(row.at)}`)}, or discard`;
	if (row?.state.kind === "SENT" && rejected.length === 0 && copy === undefined)
		return "nothing: it was sent";
	const facts = copy?.facts ?? rejected.at(-1)?.facts;
	const isGone = rejected.every(({ discarded }) => discarded !== undefined);
	if (rejected.length > 0 && copy === undefined && isGone)
		return "nothing: it was discarded";
	if (facts?.cause === "no-route")
		return `the sender's owner adds a route for it, or a defaultRoute; then ${type(`redrive --id=${argument(id)}`)}`;
	if (rejected.length > 0 || copy?.parsed.kind === "invalid")
		return `its producer corrects it and sends it again; then ${type(`discard --id=${argument(id)} --reason TEXT`)}`;
	if (copy !== undefined) return type(`redrive --id=${argument(id)}`);
	return row?.state.kind === "EXPIRED"
		? "nothing: it had expired"
		: `nothing: it waits for its turn; ${type("status")} tells if mail flows`;
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, " ");
}
