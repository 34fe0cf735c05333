import { atJsonPath, parseJsonPath } from "../json-path.ts";

/** What a template may name: the event, and reserved variables by their name after `aws.pipes.`. */
export interface TemplateValues {
	readonly event: unknown;
	readonly variables: Readonly<Record<string, unknown>>;
}

const PLACEHOLDER = /<(\$[^<>]*|aws\.pipes\.[a-z.-]+)>/;

/**
 * Fills an InputTemplate as the documentation says Pipes does, its traps included: within quotes
 * values are not escaped and objects lose their quotes, and so do they in a template that is not JSON
 * itself, be it a lone `<$.body>`; a path that leads nowhere leaves nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 */
export function fillInputTemplate(
	template: string,
	values: TemplateValues,
): string {
	const isJson = /^\s*[{[]/.test(template);
	let quoted = !isJson;
	const parts = template.split(PLACEHOLDER).map((part, index) => {
		if (index % 2 === 1) {
			const value = namedValue(part, values);
			return quoted ? inQuotes(value) : asJson(value);
		}
		if (isJson && endsOtherwise(part)) quoted = !quoted;
		return part;
	});
	const text = parts.join("");
	return isJson || /^\s*"/.test(text) ? text : `"${text}"`;
}

function namedValue(
	name: string,
	{ event, variables }: TemplateValues,
): unknown {
	const path = name.startsWith("$") ? parseJsonPath(name) : undefined;
	return path === undefined
		? variables[name.slice("aws.pipes.".length)]
		: atJsonPath(event, path);
}

function asJson(value: unknown): string {
	return value === undefined ? "" : JSON.stringify(value);
}

function inQuotes(value: unknown): string {
	if (typeof value === "string") return value;
	return asJson(value).replaceAll('"', "");
}

/** Whether a quoted string begins or ends in it without its other end. */
function endsOtherwise(text: string): boolean {
	const quotes = text.replace(/\\./g, "").match(/"/g) ?? [];
	return quotes.length % 2 === 1;
}
