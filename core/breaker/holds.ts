/** What operators have laid on a sender: a hold for all of it, and rules for some of its messages. */

/** A pause of the whole sender by an operator. It lies beside the breaker's state and never erases a cause. */
export interface Hold {
	readonly who: string;
	readonly why: string;
	/** Epoch ms. */
	readonly at: number;
	/** Epoch ms; absent: until somebody resumes. */
	readonly until?: number;
}

/** Which messages a rule is for; every field given has to fit. */
export interface Match {
	readonly producer?: string;
	/** `name` or `name=value`. */
	readonly tag?: string;
	/** Idempotency key. */
	readonly id?: string;
}

/** Stops some messages at the gate: `hold` lets them wait, `cancel` sends them to the dead-letter queue. */
export interface MessageRule {
	readonly id: string;
	readonly kind: "hold" | "cancel";
	readonly match: Match;
	readonly who: string;
	readonly why: string;
	/** Epoch ms. */
	readonly at: number;
	/** Epoch ms: only messages sent to the queue from then on … */
	readonly since: number;
	/** … and before then. Absent: no end. */
	readonly before?: number;
	/** Epoch ms at which the rule itself ends. */
	readonly until?: number;
	/** The sender has made it, not an operator. */
	readonly isAutomatic?: true;
}

/** What a rule looks at. */
export interface RuledMessage {
	readonly producer: string;
	readonly id: string;
	readonly tags: Readonly<Record<string, string>>;
	/** Epoch ms at which it was put on the queue. */
	readonly sentAt: number;
}

/** One command can't keep more rules than this: they are read with every batch. */
export const MOST_RULES = 50;
const HOUR_MS = 3_600_000;

/** The hold in force, if any. */
export function holdNow(hold: Hold | undefined, now: number): Hold | undefined {
	return hold === undefined || (hold.until ?? Infinity) <= now
		? undefined
		: hold;
}

/** The rules in force that let some messages wait. */
export function holdingRules(
	rules: readonly MessageRule[],
	now: number,
): readonly MessageRule[] {
	return rules.filter(
		(rule) => rule.kind === "hold" && holdNow(rule, now) !== undefined,
	);
}

/** Whether a hold lasts so long that somebody may have forgotten it: an hour without an end, or a day. */
export function isForgotten({ at, until }: Hold, now: number): boolean {
	return now - at > (until === undefined ? HOUR_MS : 24 * HOUR_MS);
}

/** The rule for a message; a cancellation goes before a hold. */
export function ruleFor(
	rules: readonly MessageRule[],
	message: RuledMessage,
	now: number,
): MessageRule | undefined {
	const fitting = rules.filter((rule) => fits(rule, message, now));
	return fitting.find(({ kind }) => kind === "cancel") ?? fitting[0];
}

function fits(
	{ match, since, before = Infinity, until = Infinity }: MessageRule,
	{ producer, id, tags, sentAt }: RuledMessage,
	now: number,
): boolean {
	if (until <= now || sentAt < since || sentAt >= before) return false;
	if (match.producer !== undefined && match.producer !== producer) return false;
	if (match.id !== undefined && match.id !== id) return false;
	return match.tag === undefined || hasTag(tags, match.tag);
}

function hasTag(tags: Readonly<Record<string, string>>, tag: string): boolean {
	return Object.entries(tags).some(
		([name, value]) => tag === name || tag === `${name}=${value}`,
	);
}
