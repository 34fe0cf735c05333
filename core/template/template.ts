import { type Problem, problem } from "../message/problem.ts";

/** A part of a mail that a template makes. */
export type Part = "subject" | "html" | "text";

export const PARTS = ["subject", "html", "text"] as const;

/** A template that was checked, as `templates.json` has it. Liquid, but for the schema. */
export interface TemplateSource {
	readonly subject: string;
	readonly html?: string;
	readonly text?: string;
	/** JSON Schema (2020-12) of its data, an object. */
	readonly schema: Readonly<Record<string, unknown>>;
}

/** Every template of a sender, by name. */
export type TemplateSet = Readonly<Record<string, TemplateSource>>;

export type Rendered =
	| {
			readonly kind: "rendered";
			/** One line. */
			readonly subject: string;
			readonly html?: string;
			readonly text?: string;
	  }
	| { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** A sender's templates, ready to render. */
export interface Templates {
	/** In alphabetical order. */
	readonly names: readonly string[];
	/** The same name and data give the same mail. Never throws; a sentence never repeats a value of the data. */
	render(name: string, data: unknown): Rendered;
}

/** The templates of a sender that has none. */
export const NO_TEMPLATES: Templates = {
	names: [],
	render: () => unknownTemplate([]),
};

/** What is said of a template that does not exist. */
export function unknownTemplate(names: readonly string[]): Rendered {
	return invalid([
		problem(
			"/template",
			names.length === 0
				? "the sender has no templates; send the finished subject, text and html"
				: `the sender has no template of that name; allowed is one of ${names.join(", ")}`,
		),
	]);
}

export function invalid(problems: readonly Problem[]): Rendered {
	return { kind: "invalid", problems };
}

/** Thrown while a mail is rendered; its message is our own, without a value of the data. */
export class RenderRefusal extends Error {}

/** One thing wrong with a template's files. */
export interface TemplateFault {
	/** Such as `order-shipped/html.liquid`. */
	readonly file: string;
	/** Counted from 1. */
	readonly line?: number;
	readonly column?: number;
	/** What is wrong, and what to do. */
	readonly sentence: string;
}

/** As compilers write it: an editor's terminal makes it a link. */
export function faultText({
	file,
	line,
	column,
	sentence,
}: TemplateFault): string {
	return `${[file, line, column].filter((part) => part !== undefined).join(":")}: ${sentence}`;
}
