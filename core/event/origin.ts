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
	/** Whoever may send to the queue; or a topic, whose certificate is not to be had. */
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

/**
 * Name spaces of an event's key, or of the id of the message that it brings along, which whoever writes there chooses.
 * What is forged must not use up the key of a true event.
 */
export function spacesOf(
	origin: EventOrigin,
	what: "event" | "message",
	digest: Digest,
): Spaces {
	switch (origin.kind) {
		case "rule":
			return [what === "event" ? SPACE.events : `~rule-${origin.rule}`];
		case "topic":
			return spacesOfTopic(origin.topicArn, digest);
		case "unverified": {
			if (origin.mayBeOfTopic === undefined)
				return [what === "event" ? SPACE.unverified : SPACE.inEvents];
			const [verified, not] = spacesOfTopic(origin.mayBeOfTopic, digest);
			return [not, verified];
		}
	}
}

/** Every name space that an event, or the message it brings along, can be in, if what it says of itself is true. */
export function possibleSpaces(
	proof: Proof | undefined,
	digest: Digest,
): readonly string[] {
	const origins = [
		...(proof === undefined ? [] : [claimed(proof)]),
		UNVERIFIED,
	];
	return origins.flatMap((origin) => [
		...new Set([
			...spacesOf(origin, "event", digest),
			...spacesOf(origin, "message", digest),
		]),
	]);
}

function claimed(proof: Proof): EventOrigin {
	return proof.kind === "word"
		? { kind: "rule", rule: proof.rule }
		: { kind: "topic", topicArn: proof.topicArn };
}

/** Without its certificate, what came from a topic may have been tried as unverified, and the other way round. */
function spacesOfTopic(
	topicArn: string,
	digest: Digest,
): readonly [verified: string, not: string] {
	const verified = `~topic-${digest(topicArn).slice(0, 32)}`;
	return [verified, `${verified}-unverified`];
}
