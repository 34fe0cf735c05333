import { toBase64 } from "../base64.ts";
import type { Address } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import type { Destination } from "./routing.ts";
import type { EventMail, ServiceEvent } from "./service-event.ts";

/** What a mail says. */
export interface MailText {
	readonly subject: string;
	readonly text?: string | undefined;
	readonly html?: string | undefined;
}

/** The message for an event: who gets it comes from the route alone. */
export function routedMessage(
	event: ServiceEvent,
	route: Destination,
	{ subject, text, html }: MailText,
	attachment: EventMail["attachment"],
): Message {
	const { filename, contentType, content } = attachment;
	return {
		id: event.key,
		from: route.from === undefined ? undefined : { address: route.from },
		to: addresses(route.to),
		cc: addresses(route.cc),
		bcc: [],
		replyTo: addresses(route.replyTo),
		subject: subjectOf(subject, route),
		text,
		html,
		attachments: [{ filename, contentType, content: toBase64(content) }],
		// RFC 3834: nobody's out-of-office reply answers a machine.
		headers: { "Auto-Submitted": "auto-generated" },
		notAfter: undefined,
		priority: route.priority ?? "normal",
		tags: {},
	};
}

/** What makes an event the same one, whatever its route makes of it. */
export function eventIdentity(key: string): string {
	return `event\n${key}`;
}

/** What an event tells: the same, whichever way it came. */
export function contentOf(event: ServiceEvent): string {
	const { topicArn: _way, bucket: _told, subject, ...rest } = dataOf(event);
	// Who writes to a topic chooses the subject of a plain notification; of an event that SNS hands on nobody sees it.
	const isPlain = event.source === "aws.sns" || event.source === "aws.budgets";
	return JSON.stringify([rest, isPlain ? subject : undefined]);
}

/** What a template is told of an event. */
export function dataOf(event: ServiceEvent): Readonly<Record<string, unknown>> {
	const { key: _key, raw: _raw, time, ...rest } = event;
	const data = {
		...rest,
		time: time === undefined ? undefined : new Date(time).toISOString(),
	};
	// To a schema a field that is undefined would be one that is there.
	return Object.fromEntries(
		Object.entries(data).filter(([, value]) => value !== undefined),
	);
}

function subjectOf(written: string, { subject }: Destination): string {
	return subject === undefined
		? written
		: subject.replaceAll("{subject}", () => written);
}

function addresses(
	given: string | readonly string[] | undefined,
): readonly Address[] {
	if (given === undefined) return [];
	const list = typeof given === "string" ? [given] : given;
	return list.map((address) => ({ address }));
}
