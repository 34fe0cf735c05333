import type { Proof } from "./proof.ts";
import type { ServiceEvent } from "./service-event.ts";

/**
 * How the last of an event's resources begins when a rule of ours has put its own name there:
 * `mail-rule/<name>/<word>`, the word being the last part of the id of the sender's stack.
 */
export const RULE_TAG = "mail-rule/";

const WITH_WORD = /^(mail-rule\/([\w-]{1,50}))\/([\w-]{1,64})$/;

/** The resources of an event without the word, and the word. */
export function takeWord(resources: readonly string[]): {
	readonly resources: readonly string[];
	readonly proof: Proof | undefined;
	/** Takes it out of a text, too. */
	readonly without: (text: string) => string;
} {
	const last = resources.at(-1) ?? "";
	const [, tag, rule, word] = WITH_WORD.exec(last) ?? [];
	if (tag === undefined || rule === undefined || word === undefined)
		return { resources, proof: undefined, without: (text) => text };
	return {
		resources: [...resources.slice(0, -1), tag],
		proof: { kind: "word", rule, word },
		without: (text) => text.replaceAll(last, tag),
	};
}

/** An event as people and templates get it: the tag is the route's business alone. */
export function withoutRuleTag(event: ServiceEvent): ServiceEvent {
	const resources = event.resources.filter(
		(resource) => !resource.startsWith(RULE_TAG),
	);
	return { ...event, resources };
}
