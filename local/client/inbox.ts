import { setTimeout as sleep } from "node:timers/promises";
import type { LocalState } from "../api.ts";
import type { Ask } from "./ask.ts";

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 30_000;
/** More than a test sends. */
const MOST_MAILS = 10_000;
/** So many of those that came are named when the one did not. */
const MOST_NAMED = 5;

/** A mail as its recipients got it. */
export interface Mail {
	readonly id: string;
	readonly from: string;
	/** Every address of the envelope: To, Cc and Bcc. */
	readonly recipients: readonly string[];
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	readonly attachments: readonly {
		readonly filename: string;
		readonly contentType: string;
		/** In bytes. */
		readonly size: number;
		/** Address to get it from. */
		readonly url: string;
	}[];
	/** Address of its page. */
	readonly url: string;
	/** Address of its source. */
	readonly source: string;
}

/** Which mail: all that is given has to fit. */
export interface MailFilter {
	/** One of its recipients, whatever the case. */
	readonly to?: string;
	/** Is in its subject. */
	readonly subject?: string;
}

/** The inbox of a local stack. */
export function inboxOf(ask: Ask, url: string) {
	const summaries = async () => {
		const { messages } = await ask<{ readonly messages: readonly Summary[] }>(
			`/api/v1/messages?limit=${MOST_MAILS}`,
		);
		return messages;
	};
	const find = async (filter: MailFilter) => {
		const found = (await summaries()).find((mail) => fits(mail, filter));
		if (found === undefined) return undefined;
		const path = `/api/v1/message/${found.ID}`;
		return mailOf(await ask<Detail>(path), url);
	};
	return {
		/** Waits for a mail. @throws Error after `timeoutMs` (30,000), with what came instead and what stops mail. */
		async waitFor(
			filter: MailFilter,
			{ timeoutMs = PATIENCE_MS }: { readonly timeoutMs?: number } = {},
		): Promise<Mail> {
			const started = performance.now();
			for (;;) {
				const mail = await find(filter);
				if (mail !== undefined) return mail;
				if (performance.now() - started >= timeoutMs) break;
				await sleep(LOOK_EVERY_MS);
			}
			const { senders } = await ask<LocalState>("/local/state");
			throw new Error(
				[
					`Cannot find a mail ${describe(filter)} after ${timeoutMs / 1000} s`,
					came(await summaries()),
					...senders.map(({ name, verdict }) => `${name}: ${verdict}`),
				].join("\n"),
			);
		},
		/** The newest mail that fits, if one is there now. */
		find,
		/** Deletes every mail. */
		clear: () => ask<void>("/api/v1/messages", { method: "DELETE" }),
	};
}

interface Address {
	readonly Name: string;
	readonly Address: string;
}

/** In Mailpit's words. */
interface Summary {
	readonly ID: string;
	readonly From: Address;
	readonly To: readonly Address[];
	readonly Cc: readonly Address[];
	readonly Bcc: readonly Address[];
	readonly Subject: string;
}

interface Part {
	readonly PartID: string;
	readonly FileName: string;
	readonly ContentType: string;
	readonly Size: number;
}

interface Detail extends Summary {
	readonly Text: string;
	readonly HTML: string;
	readonly Inline: readonly Part[];
	readonly Attachments: readonly Part[];
}

function mailOf(mail: Detail, url: string): Mail {
	const { ID, From, Subject, Text, HTML, Inline, Attachments } = mail;
	const address = (path: string) => new URL(path, url).href;
	return {
		id: ID,
		from: From.Address,
		recipients: recipientsOf(mail),
		subject: Subject,
		text: Text,
		html: HTML,
		attachments: [...Attachments, ...Inline].map((part) => ({
			filename: part.FileName,
			contentType: part.ContentType,
			size: part.Size,
			url: address(`/api/v1/message/${ID}/part/${part.PartID}`),
		})),
		url: address(`/view/${ID}`),
		source: address(`/api/v1/message/${ID}/raw`),
	};
}

function recipientsOf({ To, Cc, Bcc }: Summary): readonly string[] {
	return [...To, ...Cc, ...Bcc].map(({ Address }) => Address);
}

function fits(mail: Summary, { to, subject = "" }: MailFilter): boolean {
	return (
		mail.Subject.includes(subject) &&
		(to === undefined ||
			recipientsOf(mail).some(
				(address) => address.toLowerCase() === to.toLowerCase(),
			))
	);
}

function describe({ to, subject }: MailFilter): string {
	return [
		...(to === undefined ? [] : [`to ${to}`]),
		...(subject === undefined ? [] : [`with "${subject}" in its subject`]),
	].join(" ");
}

function came(mails: readonly Summary[]): string {
	if (mails.length === 0) return "The inbox is empty.";
	const named = mails
		.slice(0, MOST_NAMED)
		.map((mail) => `  ${recipientsOf(mail).join(", ")}: ${mail.Subject}`);
	return [`The inbox has ${mails.length}, the newest:`, ...named].join("\n");
}
