import * as v from "valibot";
import { type Address, sameMailboxKey } from "./address.ts";
import { describeValue } from "./describe-value.ts";
import { MAX_RECIPIENTS, messageSchema, NOT_YET } from "./message-schema.ts";

export interface Attachment {
	readonly filename: string;
	readonly contentType?: string | undefined;
	/** Base64. */
	readonly content: string;
	readonly cid?: string | undefined;
}

/** A producer's message, checked and with every list written out. */
export interface Message {
	readonly id: string | undefined;
	readonly from: Address | undefined;
	readonly to: readonly Address[];
	readonly cc: readonly Address[];
	readonly bcc: readonly Address[];
	readonly replyTo: readonly Address[];
	readonly subject: string;
	readonly text: string | undefined;
	readonly html: string | undefined;
	readonly attachments: readonly Attachment[];
	readonly headers: Readonly<Record<string, string>>;
	/** Epoch ms after which the producer no longer wants it sent. */
	readonly notAfter: number | undefined;
	readonly priority: "high" | "normal";
	readonly tags: Readonly<Record<string, string>>;
}

/** One thing wrong with a message: where (JSON pointer) and a sentence that names what is allowed. */
export interface Problem {
	readonly pointer: string;
	readonly sentence: string;
}

export type Parsed =
	| { readonly kind: "message"; readonly message: Message }
	| {
			readonly kind: "invalid";
			readonly problems: readonly Problem[];
			readonly id: string | undefined;
	  };

/** Reads the body of a queue message. Never throws; a sentence never repeats a value. */
export function parseMessage(body: string): Parsed {
	let input: unknown;
	try {
		input = JSON.parse(body);
	} catch {
		return invalid(undefined, [
			problem(
				"",
				`the body is not JSON (${body.length} characters); allowed is one JSON object, see schema/email-message.v1.json`,
			),
		]);
	}
	const id = idOf(input);
	const result = v.safeParse(messageSchema, input);
	const problems = result.success ? [] : result.issues.flatMap(problemsOf);
	if (!result.success) return invalid(id, problems.slice(0, 20));

	const { output } = result;
	const message: Message = {
		id: output.id,
		from: output.from === undefined ? undefined : toAddress(output.from),
		to: toAddresses(output.to),
		cc: toAddresses(output.cc),
		bcc: toAddresses(output.bcc),
		replyTo: toAddresses(output.replyTo),
		subject: output.subject,
		text: output.text,
		html: output.html,
		attachments: output.attachments ?? [],
		headers: output.headers ?? {},
		notAfter:
			output.notAfter === undefined ? undefined : Date.parse(output.notAfter),
		priority: output.priority ?? "normal",
		tags: output.tags ?? {},
	};
	const faults = crossChecks(message);
	return faults.length > 0 ? invalid(id, faults) : { kind: "message", message };
}

/** Everybody who gets the message, each once, in the order to, cc, bcc. The index is a recipient's name in logs. */
export function recipientsOf(message: Message): readonly string[] {
	const seen = new Map<string, string>();
	for (const { address } of [...message.to, ...message.cc, ...message.bcc]) {
		const key = sameMailboxKey(address);
		if (!seen.has(key)) seen.set(key, address);
	}
	return [...seen.values()];
}

/** The message as one string that is equal for equal messages, whatever the order of their fields. */
export function canonicalMessage(message: Message): string {
	// How urgent it is does not make it another message.
	const { id: _key, priority: _urgency, ...rest } = message;
	return JSON.stringify(rest, (_name, value: unknown) =>
		typeof value === "object" && value !== null && !Array.isArray(value)
			? Object.fromEntries(
					Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
				)
			: value,
	);
}

function crossChecks(message: Message): Problem[] {
	const count = recipientsOf(message).length;
	const names = Object.keys(message.headers).map((name) => name.toLowerCase());
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	return [
		count === 0 &&
			problem(
				"/to",
				"the message has no recipient; allowed are 1 to 100 addresses in to, cc and bcc together",
			),
		count > MAX_RECIPIENTS &&
			problem(
				"/to",
				`the message has ${count} recipients in to, cc and bcc together; allowed are at most ${MAX_RECIPIENTS}: split it into several messages with ids of their own`,
			),
		message.text === undefined &&
			message.html === undefined &&
			problem(
				"/text",
				"the message has neither text nor html; give at least one of them",
			),
		twice !== undefined &&
			problem(
				`/headers/${escapePointer(twice)}`,
				"the header is given twice in different case; give it once",
			),
		Number.isNaN(message.notAfter) &&
			problem(
				"/notAfter",
				"the time does not exist; allowed is a time such as 2026-12-01T08:00:00Z",
			),
	].filter((entry) => entry !== false);
}

// A union's own issue says only "an address or an array"; the branch that fits the value's shape says why.
function problemsOf(issue: v.BaseIssue<unknown>): Problem[] {
	if (issue.type === "union" && issue.issues !== undefined) {
		const inner = issue.issues.filter(
			(branch) =>
				(branch.path?.length ?? 0) > 0 || branch.kind === "validation",
		);
		if (inner.length > 0) {
			const base = issue.path ?? [];
			return inner.flatMap((branch) =>
				problemsOf({ ...branch, path: joinPaths(base, branch.path) }),
			);
		}
	}
	const pointer = pointerOf(issue.path);
	const key = pointer.slice(pointer.lastIndexOf("/") + 1);
	if (issue.expected === "never") {
		const later = pointer.lastIndexOf("/") === 0 ? NOT_YET[key] : undefined;
		return [
			problem(
				pointer,
				later ??
					"the field is unknown; allowed are only the fields in schema/email-message.v1.json: remove it or correct its name",
			),
		];
	}
	if (issue.received === "undefined" && issue.kind === "schema") {
		return [
			problem(
				pointer,
				`the field is missing; give it ${REQUIRED[key] ?? "a value"}`,
			),
		];
	}
	return [
		problem(
			pointer,
			`got ${describeValue(issue.input)}; allowed is ${issue.message}`,
		),
	];
}

function joinPaths(
	base: readonly v.IssuePathItem[],
	rest: readonly v.IssuePathItem[] | undefined,
): [v.IssuePathItem, ...v.IssuePathItem[]] {
	return [...base, ...(rest ?? [])] as [v.IssuePathItem, ...v.IssuePathItem[]];
}

/** What a field that has to be there is. */
const REQUIRED: Readonly<Record<string, string>> = {
	subject: "one line of text",
	address: "an e-mail address",
	filename: "a file name",
	content: "base64 text",
};

function pointerOf(path: readonly v.IssuePathItem[] | undefined): string {
	return (path ?? [])
		.map((item) => `/${escapePointer(String(item.key))}`)
		.join("");
}

function escapePointer(key: string): string {
	const named = key.includes("@") ? "(an address)" : key.slice(0, 64);
	return named.replaceAll("~", "~0").replaceAll("/", "~1");
}

function problem(pointer: string, text: string): Problem {
	return {
		pointer,
		sentence: `Cannot send the message as ${pointer === "" ? "its body" : pointer} is not allowed: ${text}.`,
	};
}

function invalid(id: string | undefined, problems: readonly Problem[]): Parsed {
	return { kind: "invalid", id, problems };
}

function idOf(input: unknown): string | undefined {
	if (typeof input !== "object" || input === null || !("id" in input))
		return undefined;
	return v.is(messageSchema.entries.id, input.id) ? input.id : undefined;
}

type AddressInput =
	| string
	| { readonly name?: string | undefined; readonly address: string };

function toAddresses(
	input: AddressInput | readonly AddressInput[] | undefined,
): readonly Address[] {
	if (input === undefined) return [];
	return isList(input) ? input.map(toAddress) : [toAddress(input)];
}

function isList(
	input: AddressInput | readonly AddressInput[],
): input is readonly AddressInput[] {
	return Array.isArray(input);
}

function toAddress(input: AddressInput): Address {
	if (typeof input === "string") return { address: input };
	return input.name === undefined || input.name === ""
		? { address: input.address }
		: { name: input.name, address: input.address };
}
