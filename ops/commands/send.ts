import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { parseMessage } from "../../core/message/parse.ts";
import { findMessage } from "../dead-letters/find-message.ts";
import type { MessageRow } from "../dead-letters/ledger.ts";
import { contentHash } from "../dead-letters/sweep.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { type Io, lookFor } from "../terminal/io.ts";
import { onlyOptions, type readOptions } from "../terminal/options.ts";

const POLL_MS = 500;
const USUAL_WAIT_SECONDS = 60;

const OPTIONS = {
	to: { type: "string", multiple: true },
	subject: { type: "string" },
	text: { type: "string" },
	html: { type: "string" },
	id: { type: "string" },
	file: { type: "string" },
	wait: { type: "string" },
} as const;

type Typed = ReturnType<typeof readOptions<typeof OPTIONS>>["values"];

export const send = onSender({
	usage:
		"send --to ADDRESS [--subject S] [--text T] [--html H] [--id ID] | --file FILE  [--wait SECONDS]",
	does: "send one message through the queue, and wait for the outcome",
	options: OPTIONS,
	stray: onlyOptions("--to ann@example.com"),
	async read({ values }, io) {
		const seconds = Number(values.wait ?? USUAL_WAIT_SECONDS);
		if (!(seconds >= 0))
			throw new Misuse(
				`Cannot wait ${values.wait} seconds: specify a number from 0`,
			);
		const message = await compose(values, io);
		const parsed = parseMessage(JSON.stringify(message));
		if (parsed.kind === "invalid")
			throw new Misuse(
				parsed.problems.map(({ sentence }) => sentence).join("\n"),
			);
		return { seconds, message, hash: contentHash(parsed.message) };
	},
	async run({ target, flags, io }, { seconds, message, hash }) {
		const { id } = message;
		const before = await findMessage(target, id, { isQuick: true });
		const known = alreadyDecided(before, hash);
		if (known === undefined) {
			await target.sqs.send(
				new SendMessageCommand({
					QueueUrl: target.sender.queueUrl,
					MessageBody: JSON.stringify(message),
				}),
			);
		}
		// What the ledger shows until now is of an earlier message.
		const notBefore = before?.updatedAt ?? 0;
		const decided = async () => {
			const row = await findMessage(target, id, { isQuick: true });
			return row !== undefined && row.updatedAt > notBefore
				? outcomeOf(row)
				: undefined;
		};
		const outcome = known ??
			(await lookFor(decided, { seconds, everyMs: POLL_MS }, io)) ?? {
				state: "WAITING",
				message: `Not sent yet after ${seconds} s; it waits in the queue: type ${OPS} status${flags}`,
			};
		return {
			ok: outcome.state === "SENT",
			message: `${outcome.message} (id ${id})`,
			json: { id, ...outcome },
		};
	},
});

/** The outcome for an id that was used before; undefined when the message may be sent. */
function alreadyDecided(
	row: MessageRow | undefined,
	hash: string,
): Outcome | undefined {
	const state = row?.state.kind;
	if (row === undefined || state === "FAILED" || state === "EXPIRED")
		return undefined;
	if (row.hash !== hash) {
		return {
			state: "KEY_REUSED",
			message:
				"Not sent: its id belongs to another message with other content; give it a unique id",
		};
	}
	return state === "SENT"
		? {
				state: "SENT",
				message: `Already sent, so not sent again. The reply from Google was: ${row.reply}`,
			}
		: undefined;
}

async function compose(
	{ file, ...fields }: Typed,
	io: Io,
): Promise<Record<string, unknown> & { readonly id: string }> {
	if (file === undefined) {
		if (fields.to === undefined)
			throw new Misuse(
				"Cannot send without a recipient: specify --to ann@example.com, or --file message.json",
			);
		const { to, id = newId(), subject = "Test", html } = fields;
		const text =
			fields.text ??
			(html === undefined ? "A test of the sender.\n" : undefined);
		return {
			id,
			to,
			subject,
			...(text === undefined ? {} : { text }),
			...(html === undefined ? {} : { html }),
		};
	}
	const body = await io.readFile(file).catch(() => {
		throw new Misuse(`Cannot read ${file}: name a file with one JSON message`);
	});
	try {
		return { id: newId(), ...JSON.parse(body) };
	} catch {
		throw new Misuse(
			`Cannot send ${file} as it is not JSON: check it with ${OPS} validate -- ${argument(file)}`,
		);
	}
}

function newId(): string {
	return `ops-${crypto.randomUUID()}`;
}

interface Outcome {
	readonly state: string;
	readonly message: string;
}

function outcomeOf({
	state: { kind: state },
	reply,
	deadCause,
}: MessageRow): Outcome | undefined {
	switch (state) {
		case "SENT":
			return { state, message: `Sent. The reply from Google: ${reply}` };
		case "EXPIRED":
			return { state, message: "Not sent: its notAfter had passed" };
		case "FAILED":
			return {
				state,
				message: `Not sent; it is in the dead-letter queue as ${deadCause}${reply === undefined ? "" : `: ${reply}`}`,
			};
		default:
			return undefined;
	}
}
