import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import { maskAddress } from "../../core/message/address.ts";
import { recipientsOf } from "../../core/message/message.ts";
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
import { counted } from "../terminal/counted.ts";
import { isoTime } from "../terminal/duration-text.ts";
import { nextStep } from "./next-step.ts";
import type { Story } from "./story.ts";

/** Describes the history of a message, and the next step. */
export function describeStory(
	story: Story,
	at: { readonly flags: string; readonly now: number },
): string {
	const { row, rejected, copy } = story;
	return [
		...(row === undefined ? [] : rowLines(row)),
		...(row === undefined ? [] : recipientLines(row, copy)),
		...rejected.flatMap(rejectedLines),
		...(copy === undefined ? [] : copyLines(copy)),
		`Next          ${nextStep(story, at)}`,
	].join("\n");
}

function rowLines(row: MessageRow): readonly string[] {
	const { state, attempts, resends, failure, doubted, reply } = row;
	const { resolved, discarded } = row;
	return [
		`Message       ${row.key}`,
		`State         ${state.kind}${state.kind === "FAILED" ? ` as ${state.cause}` : ""}`,
		`Producer      ${row.producer}`,
		`First seen    ${isoTime(row.firstAt)}`,
		`Updated       ${isoTime(row.updatedAt)}`,
		`Tries         ${attempts} refused, ${resends} resent in doubt, dead-lettered ${counted(failure, "time", "times")}`,
		...(doubted
			? ["Doubt         Google may have accepted one of the tries"]
			: []),
		...(resolved === undefined
			? []
			: [
					`Resolved      as ${resolved.verdict} by ${resolved.who} at ${resolved.at}`,
				]),
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

function oneLine(text: string): string {
	return text.replace(/\s+/g, " ");
}
