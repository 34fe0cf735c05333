import type { Proof } from "./proof.ts";
import type { ServiceEvent } from "./service-event.ts";

/**
 * How the last of an event's resources begins when a rule of ours has put its own name there:
 * `mail-rule/<name>/<word>`, the word being the last part of the id of the sender's stack.
 */
export const RULE_TAG = "mail-rule/";

const WITH_WORD = /^(mail-rule\/([\w-]{1,50}))\/([\w-]{1,64})$/;

/** What an event brings along behind its resources, and these with the tag alone. */
export function takeWord(resources: readonly string[]): {
	readonly resources: readonly string[];
	readonly proof: Proof | undefined;
} {
	const [, tag, rule, word] = WITH_WORD.exec(resources.at(-1) ?? "") ?? [];
	if (tag === undefined || rule === undefined || word === undefined)
		return { resources, proof: undefined };
	return {
		resources: [...resources.slice(0, -1), tag],
		proof: { kind: "word", rule, word },
	};
}

/** A body without the word, wherever in it that is: CloudFormation's own events have the id of a stack, too. */
export function withoutWord(body: string, word: string): string {
	return body.replaceAll(`/${word}`, "").replaceAll(word, "…");
}

/** An event as people and templates get it: the tag is the route's business alone. */
export function withoutRuleTag(event: ServiceEvent): ServiceEvent {
	const resources = event.resources.filter(
		(resource) => !resource.startsWith(RULE_TAG),
	);
	return { ...event, resources };
}
