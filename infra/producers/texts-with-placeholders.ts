import { Stack } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * Texts of an input template that have an event's value within their quotes, where neither rules nor
 * pipes escape anything: a quote in the value ends the text, and what follows may be another `to`.
 *
 * @param carriesValue Whether a placeholder, without its < >, may be anything that a producer likes.
 */
export function textsWithPlaceholders(
	scope: IConstruct,
	template: string,
	carriesValue: (placeholder: string) => boolean,
): readonly string[] {
	const texts: string[] = [];
	let text: string | undefined;
	let isUnsafe = false;
	for (const [token, name] of flat(Stack.of(scope).resolve(template)).matchAll(
		/\\.|"|<([^<>"]+)>|./gs,
	)) {
		if (token === '"') {
			if (text !== undefined && isUnsafe) texts.push(text);
			text = text === undefined ? "" : undefined;
			isUnsafe = false;
		} else if (text !== undefined) {
			text += token;
			isUnsafe ||= name !== undefined && carriesValue(name);
		}
	}
	return texts;
}

/** What to do instead, behind the texts that do it. */
export function escapesNothing(texts: readonly string[]): string {
	const quoted = texts.map((text) => `"${shortened(text)}"`).join(", ");
	return `${quoted} ${texts.length === 1 ? "has" : "have"} a value within a longer text, where EventBridge escapes nothing: a quote in the value would end the text, and the rest could name other recipients or break the message. Make the value an entire field value, which is escaped, and put the surrounding text in a template: { template: "…", data: { name: value } }`;
}

function flat(template: unknown): string {
	if (typeof template === "string") return template;
	if (typeof template !== "object" || template === null) return "";
	const [[fn, operand] = []] = Object.entries(template);
	// What else is known at the deployment only has no placeholders.
	return fn === "Fn::Join" && Array.isArray(operand)
		? operand.slice(1).flat().map(flat).join("")
		: "…";
}

function shortened(text: string): string {
	return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
