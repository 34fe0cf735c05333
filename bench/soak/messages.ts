import type { DeadCause } from "../../core/delivery/causes.ts";
import type { Random } from "./random.ts";

/** What a message of a soak is, and what of it has to come of it. */
export type Kind = keyof typeof GOOD | keyof typeof POISON;

const TEXT = "x".repeat(70).concat("\n").repeat(29);

/** Shares of the messages that are sent while faults happen. */
const GOOD = {
	plain: 0,
	/** Put on the queue a second time. */
	twice: 0.03,
	/** 450 4.2.1 at first. */
	deferred: 0.03,
	/** 421 4.7.0 at first. */
	busy: 0.004,
	/** Is wanted for two minutes only. */
	expiring: 0.004,
} as const;

interface Poison {
	readonly cause: DeadCause;
	body(label: string, to: string): string;
}

/** What belongs into the dead-letter queue, with its cause there. */
export const POISON = {
	"not JSON": {
		cause: "bad-message",
		body: (label) => `${label} {"to": is no JSON`,
	},
	"unknown field": bad({ colour: "red" }),
	"no recipient": bad({ to: undefined }),
	"refused recipient": {
		cause: "bad-recipient",
		body: (label, to) => mailTo(label, `reply-550-5.1.1${to}`),
	},
	"too large for Google": {
		cause: "bad-message",
		body: (label, to) => mailTo(label, `reply-552-5.3.4${to}`),
	},
	"header injection": bad({ subject: "x\r\nBcc: eve@evil.example" }),
	"deep JSON": {
		cause: "bad-message",
		body: (label, to) => {
			const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
			return mailTo(label, `ann${to}`).replace(/\}$/, `,"tags":${deep}}`);
		},
	},
	"huge string": bad({ subject: "x".repeat(300_000) }),
	"prototype keys": {
		cause: "bad-message",
		body: (label, to) =>
			mailTo(label, `ann${to}`).replace(
				/\}$/,
				',"__proto__":{"to":"eve@evil.example"},"constructor":{"prototype":{"to":"eve@evil.example"}}}',
			),
	},
	"lone surrogate": bad({ subject: "\ud800 and no more" }),
} as const satisfies Record<string, Poison>;

const POISON_SHARE = 0.017;
const POISON_KINDS = Object.keys(POISON) as (keyof typeof POISON)[];

export function isPoison(kind: Kind): kind is keyof typeof POISON {
	return Object.hasOwn(POISON, kind);
}

/** Kinds of `count` messages that meet faults: of every poison there are two at least. */
export function kindsOf(count: number, random: Random): readonly Kind[] {
	const poisons = Math.max(
		2 * POISON_KINDS.length,
		Math.round(count * POISON_SHARE),
	);
	const special = Object.entries(GOOD).flatMap(([kind, share]) =>
		Array.from({ length: Math.ceil(count * share) }, () => kind as Kind),
	);
	for (let index = 0; index < poisons; index += 1)
		special.push(POISON_KINDS[index % POISON_KINDS.length] ?? "not JSON");
	const plain = Array.from(
		{ length: Math.max(0, count - special.length) },
		() => "plain" as const,
	);
	return random.shuffled([...special, ...plain]);
}

export const labelOf = (index: number) => `soak-${index}`;

/** The number of the message that a body is of, or an address's domain. */
export function indexIn(text: string): number | undefined {
	const [, digits] = /\bsoak-(\d+)/.exec(text.slice(0, 1000)) ?? [];
	return digits === undefined ? undefined : Number(digits);
}

/** A message's body. `now` in epoch ms. */
export function bodyOf(index: number, kind: Kind, now: number): string {
	const label = labelOf(index);
	// The fault that an address asks for is in its local part, the message in its domain.
	const to = `@${label}.example.com`;
	if (isPoison(kind)) return POISON[kind].body(label, to);
	switch (kind) {
		case "deferred":
			return mailTo(label, `reply-450-4.2.1-at-rcpt-once${to}`);
		case "busy":
			return mailTo(label, `reply-421-4.7.0-at-data-once${to}`);
		case "expiring": {
			const notAfter = new Date(now + 120_000).toISOString();
			return mailTo(label, `ann${to}`, { notAfter });
		}
		default:
			return mailTo(label, `ann${to}`);
	}
}

function mailTo(label: string, to: string, more: object = {}): string {
	const subject = `Message ${label}`;
	return JSON.stringify({ id: label, to, subject, text: TEXT, ...more });
}

function bad(fields: object): Poison {
	return {
		cause: "bad-message",
		body: (label, to) => mailTo(label, `ann${to}`, fields),
	};
}
