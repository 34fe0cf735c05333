import { SPACE, type Spaces } from "../delivery/space.ts";
import type { Proof } from "./proof.ts";
import type { Digest } from "./reading/shape.ts";
import type { RouteMatch } from "./route.ts";

/** Where an event is known to come from. */
export type EventOrigin =
	/** EventBridge, by a rule of ours. */
	| { readonly kind: "rule"; readonly rule: string }
	/** A topic that a route names. */
	| { readonly kind: "topic"; readonly topicArn: string }
	/** Whoever may send to the queue; or a topic that no route names, or whose certificate is not to be had. */
	| { readonly kind: "unverified"; readonly mayBeOfTopic?: string };

export const UNVERIFIED: EventOrigin = { kind: "unverified" };

/** Whether a route names a topic with its account: a pattern that takes any account's names nobody's. */
export function namesTopic(match: RouteMatch, topicArn: string): boolean {
	return [match.topicArn ?? []]
		.flat()
		.some((named) =>
			named.endsWith("*")
				? OF_ACCOUNT.test(named) && topicArn.startsWith(named.slice(0, -1))
				: topicArn === named,
		);
}

/** Whether an event is what its route takes it for: a topic vouches for itself alone, not for what it tells of. */
export function isVerified(origin: EventOrigin, match: RouteMatch): boolean {
	return (
		origin.kind === "rule" ||
		(origin.kind === "topic" && namesTopic(match, origin.topicArn))
	);
}

const OF_ACCOUNT = /^arn:[^:*]+:sns:[^:*]+:\d{12}:/;

/** What a key or id is looked for: an event's, or that of a message which an event brings along and its writer chose. */
export interface Keyed {
	readonly what: "event" | "message";
	/** What else makes it the same one. */
	readonly content: string;
}

/**
 * The name spaces of a key. A true event's is used up by nothing that is forged; and of what anybody can have made up,
 * and of a topic's events, only the very same content is the same.
 */
export function spacesOf(
	origin: EventOrigin,
	{ what, content }: Keyed,
	digest: Digest,
): Spaces {
	const isEvent = what === "event";
	const short = (text: string) => digest(text).slice(0, 16);
	const ofTopic = (topicArn: string) =>
		[
			isEvent
				? `~topic-${short(topicArn)}-${short(content)}`
				: `~topic-${short(topicArn)}`,
			`~perhaps-${short(topicArn)}-${short(content)}`,
		] as const;
	switch (origin.kind) {
		case "rule":
			return [isEvent ? SPACE.events : `~rule-${origin.rule}`];
		case "topic":
			// It may have been tried before its certificate was to be had, or before a route named its topic.
			return ofTopic(origin.topicArn);
		case "unverified": {
			if (origin.mayBeOfTopic === undefined)
				return [isEvent ? `~unverified-${short(content)}` : SPACE.inEvents];
			const [verified, perhaps] = ofTopic(origin.mayBeOfTopic);
			return [perhaps, verified];
		}
	}
}

/** Whether a name space is one of events, whose recipients a route has named. */
export function isOfEvents(space: string): boolean {
	return /^~(events$|unverified-|topic-[^-]*-|perhaps-)/.test(space);
}

/** Every name space that a key can be in, if what an event says of its origin is true, and if it isn't. */
export function possibleSpaces(
	proof: Proof | undefined,
	keyed: Keyed,
	digest: Digest,
): readonly string[] {
	const origins = [
		...(proof === undefined ? [] : [claimed(proof)]),
		UNVERIFIED,
	];
	return origins.flatMap((origin) => spacesOf(origin, keyed, digest));
}

function claimed(proof: Proof): EventOrigin {
	return proof.kind === "word"
		? { kind: "rule", rule: proof.rule }
		: { kind: "topic", topicArn: proof.topicArn };
}
