import { recipientsOf } from "../../core/message/message.ts";
import {
	isInDoubt,
	resolvedAsNotSent,
	resolvedAsSent,
} from "../dead-letters/doubt.ts";
import { findCopy } from "../dead-letters/find-copy.ts";
import { findMessage } from "../dead-letters/find-message.ts";
import type { MessageRow, Resolved } from "../dead-letters/ledger.ts";
import { knownRecipients } from "../dead-letters/recipient-state.ts";
import { redriveDeadLetters } from "../dead-letters/redrive.ts";
import { writeDecision } from "../dead-letters/row-writes.ts";
import { sweepDeadLetters } from "../dead-letters/sweep.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { confirm } from "../terminal/confirm.ts";
import { counted } from "../terminal/counted.ts";
import { isoTime } from "../terminal/duration-text.ts";
import type { Io } from "../terminal/io.ts";

export const resolve = onSender({
	usage: "resolve ID sent|resend [--yes]",
	does: "settle a message in doubt: record it as sent, or send it again",
	options: { yes: { type: "boolean" } },
	read({ values, positionals: [id, verdict, ...others] }) {
		if (id === undefined || others.length > 0)
			throw new Misuse(
				"Cannot tell which message is meant: type resolve ID sent, or resolve ID resend",
			);
		if (verdict !== "sent" && verdict !== "resend")
			throw new Misuse(
				`Cannot resolve ${id} as ${verdict ?? "nothing"}: specify sent (it is in the mailbox's Sent folder) or resend (it is not)`,
			);
		return { id, verdict, yes: values.yes };
	},
	async run({ target, flags, io }, { id, verdict, yes }) {
		const row = await findMessage(target, id);
		refuse(row, id, flags);
		if (isInDoubt(row) && yes !== true) {
			const what =
				verdict === "sent"
					? `${id} will be on record as sent, and its copy in the dead-letter queue will be deleted.`
					: `${id} will be sent again to every recipient that is not known to have it. A recipient that already has it gets it twice.`;
			if (!(await confirm(what, target, io))) return 1;
		}
		const { done, message } =
			verdict === "sent"
				? await settleAsSent(target, row, io)
				: await sendAgain(target, row, io);
		return { ok: done, message, json: { id, verdict, done, message } };
	},
});

interface Result {
	readonly done: boolean;
	readonly message: string;
}

const CHANGED: Result = {
	done: false,
	message:
		"Nothing was done: the message changed in the meantime. Type the same command again.",
};

async function settleAsSent(
	target: Target,
	row: MessageRow,
	io: Io,
): Promise<Result> {
	const { key, hash } = row;
	if (row.state.kind !== "SENT") {
		const copy = await findCopy(target, key, row);
		if (copy === undefined || copy.hash !== hash)
			return {
				done: false,
				message: `Nothing was done: ${key} is not in the dead-letter queue now. Another command may have it: try again in two minutes.`,
			};
		const { parsed } = copy;
		const recipientCount =
			parsed.kind === "message"
				? recipientsOf(parsed.message).length
				: knownRecipients(row);
		const next = resolvedAsSent(row, recipientCount);
		const deadLetter = next.state.kind === "FAILED";
		const resolved = resolvedBy(io, "sent");
		const options = { now: io.now(), deadLetter, resolved };
		if (!(await writeDecision(target, row, next, options))) return CHANGED;
		if (deadLetter)
			return {
				done: true,
				message: `${key} is on record as sent, except for ${counted(next.progress.refused.length, "recipient that was refused before: for that one", "recipients that were refused before: for them")} it stays in the dead-letter queue.`,
			};
	}
	for await (const { copies, remove } of sweepDeadLetters(target)) {
		for (const copy of copies)
			if (copy.places.includes(row.at) && copy.hash === hash)
				await remove(copy);
	}
	return { done: true, message: `${key} is on record as sent.` };
}

async function sendAgain(
	target: Target,
	row: MessageRow,
	io: Io,
): Promise<Result> {
	const { key } = row;
	if (row.state.kind !== "SENT") {
		const next = resolvedAsNotSent(row);
		const resolved = resolvedBy(io, "resend");
		// It stays a dead letter until the function has it.
		const options = { now: io.now(), deadLetter: true, resolved };
		if (!(await writeDecision(target, row, next, options))) return CHANGED;
	}
	const { moved, deleted, skipped } = await redriveDeadLetters(
		target,
		{
			filter: { id: row.at },
			most: Number.POSITIVE_INFINITY,
			perSecond: 5,
			dryRun: false,
		},
		io,
	);
	if (Object.keys(moved).length > 0)
		return { done: true, message: `${key} is back in the queue to be sent.` };
	return deleted.sent > 0 || row.state.kind === "SENT"
		? { done: true, message: `${key} was already sent.` }
		: {
				done: false,
				message:
					skipped.length > 0
						? `${key} was not moved: ${skipped.map(({ why }) => why).join("; ")}`
						: `${key} is not in the dead-letter queue now. Another command may have it: try again in two minutes.`,
			};
}

function resolvedBy(
	{ user: who, now }: Io,
	verdict: Resolved["verdict"],
): Resolved {
	return { who, verdict, at: isoTime(now()) };
}

function refuse(
	row: MessageRow | undefined,
	id: string,
	flags: string,
): asserts row is MessageRow {
	if (row === undefined)
		throw new Misuse(
			`Cannot find a message with the id ${id}: type ${OPS} doubts${flags}`,
		);
	// An interrupted resolve is finished.
	if (isInDoubt(row) || row.state.kind === "SENT") return;
	throw new Misuse(
		row.state.kind === "FAILED"
			? `Cannot resolve ${id} as there is no doubt: it failed as ${row.state.cause}. Type ${OPS} redrive --id=${argument(row.at)}${flags}`
			: `Cannot resolve ${id} now: it is ${row.state.kind} and on its way. Type ${OPS} show ${argument(row.at)}${flags}`,
	);
}
