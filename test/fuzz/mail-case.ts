import PostalMime, { type Email } from "postal-mime";
import { freeze, toMail } from "../../core/delivery/mail.ts";
import type { Address } from "../../core/message/address.ts";
import type { Message } from "../../core/message/message.ts";
import { parseMessage } from "../../core/message/parse.ts";
import {
	compose,
	toEnvelopeAddress,
} from "../../functions/send-email/adapters/compose.ts";
import type { Random } from "../simulation/engine/random.ts";
import { hostileLine, oneLine, text } from "./texts.ts";

const ACCOUNT = {
	mailbox: "sender@example.com",
	aliases: [],
	fromName: "=?utf-8?B?DQpCY2M6?=",
};
const LONGEST_LINE = 998;

/** One message that means harm, written out and read again. @returns whether it was written, and what is wrong. */
export async function mailCase(random: Random): Promise<{
	readonly isWritten: boolean;
	readonly faults: readonly string[];
}> {
	const input = anyMessage(random);
	const parsed = parseMessage(JSON.stringify(input));
	if (parsed.kind === "invalid") {
		const { problems } = parsed;
		const isBounded =
			problems.length > 0 &&
			problems.length <= 20 &&
			problems.every(({ sentence }) => sentence.length < 2000);
		return {
			isWritten: false,
			faults: isBounded ? [] : ["unbounded problems"],
		};
	}
	const { message } = parsed;
	const frozen = freeze(message, ACCOUNT, {
		keyHash: "0123456789abcdef".repeat(4),
		now: Date.UTC(2026, 10, 23, 12),
	});
	const mail = toMail(message, frozen, {
		files: new Map(),
		messageIdOf: (id) => `<${id.length}@example.com>`,
	});
	const bytes = await compose(mail, () => {});
	if (typeof bytes === "string")
		return { isWritten: false, faults: [`it is ${bytes}`] };
	const faults = [
		...faultsOfBytes(bytes.toString("latin1")),
		...faultsOfMail(message, await PostalMime.parse(bytes)),
	];
	return { isWritten: true, faults };
}

function faultsOfBytes(raw: string): readonly string[] {
	const lines = raw.split("\r\n");
	const [head = ""] = raw.split("\r\n\r\n", 1);
	const names = head
		.split(/\r\n(?![ \t])/)
		.map((line) => line.split(":", 1)[0]?.toLowerCase() ?? "");
	return [
		...(lines.some((line) => line.length > LONGEST_LINE)
			? ["a line is too long"]
			: []),
		...(lines.some((line) => /[\r\n\0]/.test(line))
			? [
					`a bare break: ${JSON.stringify(lines.find((line) => /[\r\n\0]/.test(line)))}`,
				]
			: []),
		...(names.includes("bcc") ? ["a Bcc header"] : []),
		...(new Set(names).size < names.length ? [`a header twice: ${names}`] : []),
	];
}

function faultsOfMail(message: Message, email: Email): readonly string[] {
	const given = (name: string, asked: unknown, got: unknown) =>
		JSON.stringify(asked) === JSON.stringify(got)
			? []
			: [`${name}: ${JSON.stringify(asked)} is ${JSON.stringify(got)}`];
	const { attachments } = message;
	return [
		...given("from", ACCOUNT.mailbox, email.from?.address),
		...given(
			"from's name",
			nameOf(message.from?.name ?? ACCOUNT.fromName),
			nameOf(email.from?.name ?? ""),
		),
		...given("to", message.to.map(written), (email.to ?? []).map(read)),
		...given("cc", message.cc.map(written), (email.cc ?? []).map(read)),
		...given("subject", nameOf(message.subject), nameOf(email.subject ?? "")),
		...(message.text === undefined
			? []
			: given("text", body(message.text), body(email.text ?? ""))),
		...(message.html === undefined
			? []
			: given("html", body(message.html), body(email.html ?? ""))),
		...given(
			"attachments",
			attachments.map(({ filename, content = "" }) => [
				nameOf(filename.replaceAll("=?", "=_")),
				content,
			]),
			email.attachments.map(({ filename, content }) => [
				nameOf(filename ?? ""),
				Buffer.from(content as ArrayBuffer).toString("base64"),
			]),
		),
	];
}

function written({ name = "", address }: Address) {
	return [nameOf(name), toEnvelopeAddress(address)];
}

function read({
	name = "",
	address = "",
}: {
	name?: string;
	address?: string;
}) {
	return [nameOf(name), toEnvelopeAddress(address)];
}

/** Folding makes one space of several. */
function nameOf(value: string): string {
	return value.replace(/\s+/g, " ").trim();
}

function body(value: string): string {
	return value.replace(/\r\n?/g, "\n").replace(/\s+$/gm, "").trim();
}

function anyMessage(random: Random): object {
	const maybe = <T>(probability: number, make: () => T): T | undefined =>
		random.chance(probability) ? make() : undefined;
	const address = () => {
		const local = random.pick([
			"ann",
			"o'brien",
			"userratelimitexceeded",
			"a+b=c",
			"x?p=limit",
			"jürgen",
		]);
		const at = `${local}@${random.pick(["example.com", "bücher.example", "a.b.c.example"])}`;
		return random.chance(0.5)
			? at
			: { name: hostileLine(random, 200), address: at };
	};
	const addresses = () => Array.from({ length: random.whole(1, 4) }, address);
	return {
		to: addresses(),
		cc: maybe(0.3, addresses),
		bcc: maybe(0.3, addresses),
		replyTo: maybe(0.2, addresses),
		subject: hostileLine(random, 2000),
		text: maybe(0.9, () => text(random, 5000)),
		html: maybe(0.5, () => `<p>${text(random, 5000)}</p>`),
		attachments: maybe(0.4, () =>
			Array.from({ length: random.whole(1, 3) }, () => ({
				filename: fileName(random),
				contentType: maybe(0.7, () => typeOf(random)),
				content: Buffer.from(
					random.chance(0.2) ? "" : text(random, 3000),
				).toString("base64"),
			})),
		),
		headers: maybe(0.4, () => ({
			"X-Token": hostileLine(random, 2000),
			Comments: oneLine(random, 2000),
			"List-Id": random.pick(["Ünïted <list.example.com>", "<l.example.com>"]),
		})),
		unsubscribe: maybe(0.2, () => ({
			url: `https://example.com/${"a".repeat(random.whole(0, 1000))}`,
		})),
		tags: maybe(0.2, () => ({ campaign: hostileLine(random, 256) })),
	};
}

function fileName(random: Random): string {
	const ending = random.pick([".pdf", ".eml", ".mht", ".txt", "", ".png"]);
	const stem = hostileLine(random, 200).replace(/[/\\]/g, "-");
	return `${stem}${ending}`;
}

function typeOf(random: Random): string {
	return random.pick([
		"application/pdf",
		"multipart/x-zip",
		"multipart/form-data; boundary=abc",
		"Message/RFC822",
		"message/partial; id=x",
		"text/plain; charset=utf-16",
		"text/html",
		"image/png",
		'application/octet-stream; name="=?utf-8?Q?x?="',
		"application/x-pkcs7",
	]);
}
