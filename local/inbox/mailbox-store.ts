import PostalMime, {
	type Address,
	type Attachment,
	type Email,
} from "postal-mime";
import type { AcceptedMail } from "../gmail/session-context.ts";
import { fits, parseQuery, type Searched } from "./search.ts";

/** One received mail, parsed. */
export interface StoredMail extends AcceptedMail {
	readonly email: Email;
	/** The beginning of its text. */
	readonly snippet: string;
	readonly searched: Searched;
}

/** More of a text is not looked at. */
const MOST_SEARCHED = 100_000;
const MOST_SNIPPET = 250;

/** What the look-alike Gmail has taken, newest first. */
export class MailStore {
	#mails: StoredMail[] = [];
	readonly #read = new Set<string>();
	readonly #tell: (what: "mail" | "deleted", id: string) => void;

	/** `tell` hears of each mail that has arrived, and that some were deleted. */
	constructor(tell: (what: "mail" | "deleted", id: string) => void = () => {}) {
		this.#tell = tell;
	}

	async add(mail: AcceptedMail): Promise<void> {
		const email = await PostalMime.parse(mail.raw);
		this.#mails.unshift({ ...mail, email, ...wordsOf(mail, email) });
		this.#tell("mail", mail.id);
	}

	list(): readonly StoredMail[] {
		return this.#mails;
	}

	/** Those that a query asks for, as Mailpit has them: see `parseQuery`. */
	search(query: string): readonly StoredMail[] {
		const terms = parseQuery(query);
		return this.#mails.filter(({ searched }) => fits(terms, searched));
	}

	find(id: string): StoredMail | undefined {
		return id === "latest"
			? this.#mails[0]
			: this.#mails.find((mail) => mail.id === id);
	}

	isRead({ id }: StoredMail): boolean {
		return this.#read.has(id);
	}

	markRead({ id }: StoredMail): void {
		this.#read.add(id);
	}

	get unread(): number {
		return this.#mails.length - this.#read.size;
	}

	/** Deletes these, or all. */
	delete(ids: readonly string[]): void {
		const gone = new Set(ids);
		this.#mails =
			ids.length === 0 ? [] : this.#mails.filter(({ id }) => !gone.has(id));
		const left = new Set(this.#mails.map(({ id }) => id));
		for (const id of this.#read) if (!left.has(id)) this.#read.delete(id);
		this.#tell("deleted", "");
	}
}

/** The file with this number in Mailpit's count, from 1. */
export function partOf(
	{ email }: StoredMail,
	number: string,
): Attachment | undefined {
	return /^[1-9]\d{0,5}$/.test(number)
		? email.attachments[Number(number) - 1]
		: undefined;
}

export function bytesOf({ content }: Attachment): Uint8Array {
	return typeof content === "string"
		? Buffer.from(content)
		: new Uint8Array(content);
}

function wordsOf(
	{ recipients, from }: AcceptedMail,
	email: Email,
): Pick<StoredMail, "snippet" | "searched"> {
	const { text, html = "", subject = "" } = email;
	const whole = (text ?? html.slice(0, MOST_SEARCHED).replace(/<[^<>]*>/g, " "))
		.slice(0, MOST_SEARCHED)
		.replace(/\s+/g, " ")
		.trim();
	const named = [...(email.to ?? []), ...(email.cc ?? [])].map(written);
	const searched = {
		to: low([...recipients, ...named].join(" ")),
		from: low(`${from} ${written(email.from)}`),
		subject: low(subject),
	};
	const files = email.attachments.map(({ filename }) => filename ?? "");
	return {
		snippet: whole.slice(0, MOST_SNIPPET),
		searched: {
			...searched,
			any: [...Object.values(searched), low(whole), low(files.join(" "))].join(
				"\n",
			),
		},
	};
}

function written(address: Address | undefined): string {
	return `${address?.name ?? ""} ${address?.address ?? ""}`;
}

function low(text: string): string {
	return text.slice(0, MOST_SEARCHED).toLowerCase();
}
