import { createHash } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../../core/contract.ts";
import { canonicalMessage, type Message } from "../../core/message/message.ts";
import { parseMessage } from "../../core/message/parse.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse, type Target } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";
import { onlyOptions } from "../terminal/options.ts";

const POLL_MS = 500;
const USUAL_WAIT_SECONDS = 60;

export const send = onSender({
	usage:
		"send --to ADDRESS [--subject S] [--text T] [--html H] [--id ID] | --file FILE  [--wait SECONDS]",
	does: "through the queue, and wait for the outcome",
	options: {
		to: { type: "string", multiple: true },
		subject: { type: "string" },
		text: { type: "string" },
		html: { type: "string" },
		id: { type: "string" },
		file: { type: "string" },
		wait: { type: "string" },
	},
	stray: onlyOptions("--to ann@example.com"),
	async read({ values }, io) {
		const seconds = Number(values.wait ?? USUAL_WAIT_SECONDS);
		if (!(seconds >= 0))
			throw new Misuse(
				`Cannot wait ${values.wait} seconds: allowed is a number from 0`,
			);
		const message = await compose(values, io);
		const parsed = parseMessage(JSON.stringify(message));
		if (parsed.kind === "invalid")
			throw new Misuse(
				parsed.problems.map(({ sentence }) => sentence).join("\n"),
			);
		return { seconds, message, hash: hashOf(parsed.message) };
	},
	async run({ target, flags, io }, { seconds, message, hash }) {
		const { id } = message;
		const before = await readRow(target, id);
		const known = alreadyDecided(before, hash);
		if (known === undefined) {
			await target.sqs.send(
				new SendMessageCommand({
					QueueUrl: target.sender.queueUrl,
					MessageBody: JSON.stringify(message),
				}),
			);
		}
		const outcome =
			known ??
			(await waitForOutcome(target, id, {
				seconds,
				io,
				flags,
				notBefore: Number(before?.updatedAt ?? 0),
			}));
		return {
			ok: outcome.state === "SENT",
			message: `${outcome.message} (id ${id})`,
			json: { id, ...outcome },
		};
	},
});

type Row = Readonly<Record<string, unknown>>;

async function readRow(
	{ dynamo, sender }: Target,
	id: string,
): Promise<Row | undefined> {
	const { Item } = await dynamo.send(
		new GetItemCommand({
			TableName: sender.tableName,
			Key: { [TABLE.key]: { S: tableKey.message(id) } },
			ConsistentRead: true,
		}),
	);
	return Item === undefined ? undefined : unmarshall(Item);
}

function hashOf(message: Message): string {
	return createHash("sha256").update(canonicalMessage(message)).digest("hex");
}

/** What an id that was used before means for this message; undefined when it may be sent. */
function alreadyDecided(
	row: Row | undefined,
	hash: string,
): Outcome | undefined {
	if (row === undefined || row.state === "FAILED" || row.state === "EXPIRED") {
		return undefined;
	}
	if (row.hash !== hash) {
		return {
			state: "KEY_REUSED",
			message:
				"Not sent: its id belongs to another message with other content; give it an id of its own",
		};
	}
	return row.state === "SENT"
		? {
				state: "SENT",
				message: `Sent before, so not again; Google said then: ${row.reply}`,
			}
		: undefined;
}

interface Fields {
	readonly to?: string[] | undefined;
	readonly subject?: string | undefined;
	readonly text?: string | undefined;
	readonly html?: string | undefined;
	readonly id?: string | undefined;
	readonly file?: string | undefined;
}

async function compose(
	{ file, ...fields }: Fields,
	io: Io,
): Promise<Record<string, unknown> & { readonly id: string }> {
	if (file === undefined) {
		if (fields.to === undefined)
			throw new Misuse(
				"Cannot send without a recipient: give --to ann@example.com, or --file message.json",
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
			`Cannot send ${file} as it is not JSON: check it with npm run ops -- validate ${file}`,
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

interface Wait {
	readonly seconds: number;
	readonly io: Io;
	readonly flags: string;
	/** Epoch ms: what the ledger said until then was of an earlier message. */
	readonly notBefore: number;
}

async function waitForOutcome(
	target: Target,
	id: string,
	{ seconds, io, flags, notBefore }: Wait,
): Promise<Outcome> {
	const until = io.now() + seconds * 1000;
	for (;;) {
		const row = await readRow(target, id);
		const isNew = Number(row?.updatedAt ?? 0) > notBefore;
		const outcome = row !== undefined && isNew ? outcomeOf(row) : undefined;
		if (outcome !== undefined) return outcome;
		if (io.now() >= until) {
			return {
				state: "WAITING",
				message: `Not sent yet after ${seconds} s, it waits in the queue: type npm run ops -- status${flags}`,
			};
		}
		await io.sleep(POLL_MS);
	}
}

function outcomeOf({ state, reply, deadCause }: Row): Outcome | undefined {
	switch (state) {
		case "SENT":
			return { state, message: `Sent, Google said: ${reply}` };
		case "EXPIRED":
			return { state, message: "Not sent: its notAfter had passed" };
		case "FAILED":
			return {
				state,
				message: `Not sent, it is in the dead-letter queue as ${deadCause}${reply === undefined ? "" : `: ${reply}`}`,
			};
		default:
			return undefined;
	}
}
