import { type Address, sameMailboxKey } from "./address.ts";

export type { Problem } from "./problem.ts";

/** An object of S3's. */
export interface S3Reference {
	readonly bucket: string;
	readonly key: string;
	readonly versionId?: string | undefined;
}

export interface Attachment {
	readonly filename: string;
	readonly contentType?: string | undefined;
	/** Base64; absent for an object of S3's. */
	readonly content?: string | undefined;
	readonly s3?: S3Reference | undefined;
	readonly cid?: string | undefined;
}

/** A Message-ID with its angle brackets, or the id of an earlier message. */
export type EarlierMessage = string | { readonly id: string };

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
	/** Says subject, text and html, which are empty until it is rendered. */
	readonly template?: { readonly name: string; readonly data: object };
	readonly inReplyTo?: EarlierMessage;
	readonly references?: readonly EarlierMessage[];
	readonly unsubscribe?: {
		readonly url?: string | undefined;
		readonly email?: string | undefined;
	};
	/** Of Step Functions, which waits for the outcome. */
	readonly taskToken?: string;
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
	// How urgent it is does not make it another message, nor who waits for it.
	const {
		id: _key,
		priority: _urgency,
		taskToken: _waiting,
		...rest
	} = message;
	return JSON.stringify(rest, (_name, value: unknown) =>
		typeof value === "object" && value !== null && !Array.isArray(value)
			? Object.fromEntries(
					Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
				)
			: value,
	);
}
