import { createHash } from "node:crypto";
import type { Storage } from "./aws/storage.ts";
import type { Random } from "./engine/random.ts";
import { FATES, type Fate } from "./gmail/fates.ts";
import type { Profile, Trait } from "./profiles.ts";

/** One message as its producer means it, and what should come of it. */
export interface Mailing {
	/** Its id, or what stands for one in its subject. */
	readonly label: string;
	readonly body: string;
	readonly trait: Trait;
	readonly fate: Fate;
	/** How many copies of it are put on the queue. */
	readonly copies: number;
	readonly notAfter?: number;
	readonly taskToken?: string;
	/** What its producer sends under the same id once it has failed. */
	readonly correction?: string;
}

/** A message of a scenario: to one address of this fate, unless its fields say otherwise. */
export function mailing(
	label: string,
	{
		fate = "well",
		copies = 1,
		...fields
	}: {
		readonly fate?: Fate;
		readonly copies?: number;
	} & Readonly<Record<string, unknown>> = {},
): Mailing {
	const message = {
		id: label,
		to: `${fate}.${label.replace("order-", "")}@shop.test`,
		subject: `${label} v1`,
		text: `BODY of ${label}`,
		...fields,
	};
	return { label, body: JSON.stringify(message), trait: "plain", fate, copies };
}

/** Makes up a message. @param sendAt Epoch ms at which it goes to the queue. */
export function inventMailing(
	index: number,
	sendAt: number,
	profile: Profile,
	random: Random,
	storage: Storage,
): Mailing {
	const label = `order-${index}`;
	const trait = random.weighted<Trait>(profile.traits) ?? "plain";
	const fate =
		trait === "corrected"
			? "spam"
			: (random.weighted<Fate>(profile.fates) ?? "well");
	const notAfter =
		trait === "notAfter" ? sendAt + random.whole(1, 90) * 60_000 : undefined;
	const taskToken = trait === "task token" ? `token-${index}` : undefined;
	const message = (version: number, to: readonly string[]) => ({
		...(trait === "no id" ? {} : { id: label }),
		to: trait === "invalid" ? "nobody" : to,
		subject: `${label} v${version}`,
		text: `BODY of ${label}`,
		...(notAfter === undefined
			? {}
			: { notAfter: new Date(notAfter).toISOString() }),
		...(taskToken === undefined ? {} : { taskToken }),
		...(trait === "file"
			? {
					attachments: [
						{ filename: "a.pdf", s3: { bucket: "files", key: label } },
					],
				}
			: {}),
	});
	if (trait === "file") storage.files.set(label, "PDF");
	const text = JSON.stringify(message(1, recipientsFor(fate, index, random)));
	return {
		label,
		body: bodyOf(trait, text, label, storage),
		trait,
		fate: trait === "event" ? "well" : fate,
		copies: trait === "twin" ? 2 : 1,
		...(notAfter === undefined ? {} : { notAfter }),
		...(taskToken === undefined ? {} : { taskToken }),
		...(trait === "corrected"
			? {
					correction: JSON.stringify(message(2, [`well.${index}@shop.test`])),
				}
			: {}),
	};
}

function recipientsFor(
	fate: Fate,
	index: number,
	random: Random,
): readonly string[] {
	const others = Array.from(
		{ length: random.whole(0, 2) },
		(_, other) => `well.${index}-${other}@shop.test`,
	);
	const struck = `${fate}.${index}@shop.test`;
	// What happens to the whole message shows at its first recipient.
	return FATES[fate]?.stage === "rcpt" && random.chance(0.5)
		? [...others, struck]
		: [struck, ...others];
}

function bodyOf(
	trait: Trait,
	text: string,
	label: string,
	storage: Storage,
): string {
	if (trait === "claim check") return claimCheckOf(text, label, storage);
	return trait === "event" ? eventOf(label) : text;
}

/** As a rule of EventBridge puts it on the queue. */
export function eventOf(label: string): string {
	return JSON.stringify({
		version: "0",
		id: `event-of-${label}`,
		"detail-type": "Order Failed",
		source: "shop.orders",
		account: "123456789012",
		time: "2026-11-23T00:00:00Z",
		region: "us-east-1",
		resources: [],
		detail: { order: label },
	});
}

function claimCheckOf(text: string, label: string, storage: Storage): string {
	const key = `messages/${label}`;
	storage.files.set(key, text);
	return JSON.stringify({
		version: 1,
		id: label,
		payload: {
			bucket: "payloads",
			key,
			sha256: createHash("sha256").update(text).digest("hex"),
			bytes: Buffer.byteLength(text),
		},
	});
}
