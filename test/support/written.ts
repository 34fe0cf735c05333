import PostalMime, { type Email } from "postal-mime";
import { freeze, toMail } from "../../core/delivery/mail.ts";
import { recipientsOf } from "../../core/message/message.ts";
import { parseMessage } from "../../core/message/parse.ts";
import {
	compose,
	toEnvelopeAddress,
} from "../../functions/send-email/adapters/compose.ts";

const ACCOUNT = {
	mailbox: "sender@example.com",
	aliases: ["billing@example.com"],
	fromName: "The Sender",
};

/** A message as it goes over the wire. */
export interface Written {
	readonly raw: string;
	readonly email: Email;
	readonly envelope: readonly string[];
}

/** Writes a valid message out the way the function does. */
export async function write(
	input: object,
	account = ACCOUNT,
): Promise<Written> {
	const parsed = parseMessage(JSON.stringify(input));
	if (parsed.kind === "invalid")
		throw new Error(parsed.problems.map(({ sentence }) => sentence).join("\n"));
	const frozen = freeze(parsed.message, account, {
		keyHash: "0123456789abcdef".repeat(4),
		now: Date.UTC(2026, 10, 23, 12),
	});
	const mail = toMail(parsed.message, frozen, {
		files: new Map(),
		messageIdOf: (id) => `<${id}@example.com>`,
	});
	const bytes = await compose(mail, () => {});
	if (typeof bytes === "string") throw new Error(bytes);
	return {
		raw: bytes.toString("latin1"),
		email: await PostalMime.parse(bytes),
		envelope: recipientsOf(parsed.message).map(toEnvelopeAddress),
	};
}

/** The sentences a bad message gets, by JSON pointer. */
export function problemsOf(input: unknown): Record<string, string> {
	const parsed = parseMessage(
		typeof input === "string" ? input : JSON.stringify(input),
	);
	if (parsed.kind === "message") return {};
	return Object.fromEntries(
		parsed.problems.map(({ pointer, sentence }) => [pointer, sentence]),
	);
}
