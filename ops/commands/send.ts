import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { TABLE, tableKey } from "../../functions/send-email/contract.ts";
import { parseMessage } from "../../functions/send-email/domain/message.ts";
import type { Command, Io } from "../io.ts";
import { COMMON_USAGE, readOptions } from "../options.ts";
import { closeTarget, findTarget, Misuse, type Target } from "../target.ts";

const POLL_MS = 500;
const USUAL_WAIT_SECONDS = 60;

export const send: Command = {
	usage: `send --to ADDRESS [--subject S] [--text T] [--html H] [--id ID] | --file FILE  [--wait SECONDS] ${COMMON_USAGE} — through the queue, and wait for the outcome`,
	async run(args, io) {
		const {
			values,
			target: options,
			json,
		} = readOptions(args, {
			to: { type: "string", multiple: true },
			subject: { type: "string" },
			text: { type: "string" },
			html: { type: "string" },
			id: { type: "string" },
			file: { type: "string" },
			wait: { type: "string" },
		});
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

		const target = await findTarget(options);
		try {
			await target.sqs.send(
				new SendMessageCommand({
					QueueUrl: target.sender.queueUrl,
					MessageBody: JSON.stringify(message),
				}),
			);
			const outcome = await waitForOutcome(target, message.id, seconds, io);
			io.out(
				json
					? JSON.stringify({ id: message.id, ...outcome })
					: `${outcome.say} (id ${message.id})`,
			);
			return outcome.state === "SENT" ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};

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
	readonly say: string;
}

async function waitForOutcome(
	{ dynamo, sender }: Target,
	id: string,
	seconds: number,
	io: Io,
): Promise<Outcome> {
	const until = io.now() + seconds * 1000;
	for (;;) {
		const { Item } = await dynamo.send(
			new GetItemCommand({
				TableName: sender.tableName,
				Key: { [TABLE.key]: { S: tableKey.message(id) } },
				ConsistentRead: true,
			}),
		);
		const row = Item === undefined ? undefined : unmarshall(Item);
		const state = String(row?.state ?? "WAITING");
		if (state === "SENT")
			return { state, say: `Sent, Google said: ${row?.reply}` };
		if (state === "EXPIRED")
			return { state, say: "Not sent: its notAfter had passed" };
		if (state === "FAILED")
			return {
				state,
				say: `Not sent, it is in the dead-letter queue as ${row?.deadCause}${row?.reply === undefined ? "" : `: ${row.reply}`}`,
			};
		if (io.now() >= until)
			return {
				state: "WAITING",
				say: `Not sent yet after ${seconds} s, it waits in the queue: type npm run ops -- status`,
			};
		await io.sleep(POLL_MS);
	}
}
