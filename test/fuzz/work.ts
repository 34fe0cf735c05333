import { readFacts } from "../../core/delivery/dead-letter.ts";
import { withWarning } from "../../core/event/unverified.ts";
import { readJson } from "../../core/json.ts";
import { maskAddresses } from "../../core/message/address.ts";
import { classifyReply } from "../../core/smtp/classify.ts";
import { redactReply } from "../../core/smtp/reply.ts";
import { jsonOf } from "../support/events.ts";
import { asking, read } from "../support/understanding.ts";

/** What a long text is made of. */
const PIECES = [
	"a",
	"A0",
	" ",
	"\n",
	"\t",
	".",
	"a.",
	"-",
	"@",
	"a@",
	"@a",
	"a@b ",
	":",
	"/",
	"\\",
	'"',
	"'",
	"<",
	"<a",
	">",
	"&",
	"=",
	"=?",
	"?p=",
	"%",
	"#",
	"{",
	"[",
	",",
	"é",
	"\u200b",
	"😀",
	"http://",
	"\r\n",
	"550-5.1.1 ",
];

const event = (detail: object) =>
	JSON.stringify({ ...jsonOf("custom-source"), detail });
const message = (fields: object) =>
	JSON.stringify({ to: "a@b.example", subject: "x", text: "y", ...fields });
const routed = asking({ defaultRoute: { to: "oncall@example.com" } });
const reply = (text: string) => ({ stage: "eom", code: 550, text }) as const;

/** Everything that takes a stranger's text as it is. */
export const WORK: Readonly<Record<string, (text: string) => unknown>> = {
	readJson: (text) => readJson(JSON.stringify(text)),
	"readJson of no JSON": readJson,
	readFacts,
	maskAddresses,
	classifyReply: (text) => classifyReply(reply(text)),
	redactReply,
	"a message's text": (text) => read(message({ text }), routed),
	"a message's html": (html) => read(message({ html }), routed),
	"a message's subject": (subject) => read(message({ subject }), routed),
	"a message's address": (to) => read(message({ to }), routed),
	"a message's id": (id) => read(message({ id }), routed),
	"a file's type": (contentType) =>
		read(
			message({ attachments: [{ filename: "a", contentType, content: "" }] }),
			routed,
		),
	"a file's name": (filename) =>
		read(message({ attachments: [{ filename, content: "" }] }), routed),
	"a header": (value) =>
		read(message({ headers: { "X-Token": value } }), routed),
	"an unknown field": (name) => read(message({ [name]: 1 }), routed),
	"an event's tag": (tag) =>
		read({ ...jsonOf("custom-source"), resources: [[], tag] }, routed),
	"a signature": (text) =>
		read(
			{ ...jsonOf("sns-json"), Signature: text, SigningCertURL: text },
			routed,
		),
	"a signed notification": (Subject) =>
		read({ ...jsonOf("sns-json"), Subject, Message: Subject }, routed),
	"a mail's warning": (html) =>
		withWarning(
			{ subject: "", text: html, html: `<body ${html}` },
			"with-our-layout",
		),
	"an event's detail": (text) => read(event({ text }), routed),
	"an event's fields": (name) => read(event({ [name]: name }), routed),
	"an object's bucket": (name) =>
		read(
			JSON.stringify({
				...jsonOf("s3-eventbridge"),
				detail: { bucket: { name } },
			}),
			routed,
		),
	"a topic's text": (Message) =>
		read(JSON.stringify({ ...jsonOf("sns-text"), Message }), routed),
};

const SHORT = 250_000;
const LONG = 1_000_000;
/** Below, a clock says little. */
const LEAST_MS = 10;

export interface Growth {
	readonly piece: string;
	/** Of the work on 1 MB, in ms. */
	readonly ms: number;
	/** To the work on 250 kB: 4 when it grows as the text does, 16 when as its square. */
	readonly ratio: number;
}

/** How the work on long texts grows, the worst first. */
export function growthOf(work: (text: string) => unknown): readonly Growth[] {
	return PIECES.map((piece) => {
		const [short, ms] = [SHORT, LONG].map((length) =>
			timeOf(work, repeated(piece, length)),
		) as [number, number];
		return { piece, ms, ratio: ms / Math.max(LEAST_MS, short) };
	}).toSorted((a, b) => b.ratio - a.ratio);
}

/** The longest work on 1 MB, in ms. */
export function longestOf(work: (text: string) => unknown): number {
	return Math.max(
		...PIECES.map((piece) => timeOf(work, repeated(piece, LONG), 1)),
	);
}

function timeOf(
	work: (text: string) => unknown,
	text: string,
	times = 3,
): number {
	const all = Array.from({ length: times }, () => {
		const begun = performance.now();
		work(text);
		return performance.now() - begun;
	});
	return Math.min(...all);
}

function repeated(piece: string, length: number): string {
	return `${piece.repeat(Math.floor(length / piece.length))}x`;
}
