import type { Template } from "liquidjs";
import { problem } from "../message/problem.ts";
import { compileDataSchema, type DataCheck } from "./data-schema.ts";
import { createEngine } from "./engine.ts";
import { renderPart } from "./render-part.ts";
import {
	invalid,
	PARTS,
	type Part,
	type Rendered,
	type TemplateSet,
	type TemplateSource,
	type Templates,
	unknownTemplate,
} from "./template.ts";

/** The most characters of a subject, as in the message format. */
export const MAX_SUBJECT = 2000;

interface Compiled {
	readonly check: DataCheck;
	readonly parts: ReadonlyMap<Part, Template[]>;
}

/** Templates of a set that was checked; each is compiled when it is first used. */
export function createTemplates(set: TemplateSet): Templates {
	const names = Object.keys(set).toSorted();
	const compiled = new Map<string, Compiled>();
	const engines = { html: createEngine("html"), plain: createEngine("plain") };
	const engineOf = (part: Part) => engines[part === "html" ? "html" : "plain"];

	function compile(source: TemplateSource): Compiled {
		const parts = PARTS.flatMap((part): [Part, Template[]][] => {
			const { [part]: text } = source;
			return text === undefined ? [] : [[part, engineOf(part).parse(text)]];
		});
		return { check: compileDataSchema(source.schema), parts: new Map(parts) };
	}

	return {
		names,
		render(name, data) {
			const source = Object.hasOwn(set, name) ? set[name] : undefined;
			if (source === undefined) return unknownTemplate(names);
			const template = compiled.get(name) ?? compile(source);
			compiled.set(name, template);
			const checked = template.check(data);
			if (checked.kind === "invalid") return invalid(checked.problems);
			const texts: Partial<Record<Part, string>> = {};
			for (const [part, parsed] of template.parts) {
				const rendered = renderPart(engineOf(part), parsed, checked.data);
				if (rendered.kind === "failed") {
					const { line, source: tag, reason } = rendered.failure;
					return invalid([
						problem(
							"/data",
							`the template ${name} can't be rendered with it, ${part}, line ${line}, ${tag}: ${reason}`,
						),
					]);
				}
				texts[part] = rendered.text;
			}
			return finished(name, texts);
		},
	};
}

function finished(
	name: string,
	{ subject = "", ...body }: Partial<Record<Part, string>>,
): Rendered {
	const line = oneLine(subject);
	return line.length > MAX_SUBJECT
		? invalid([
				problem(
					"/data",
					`the subject that the template ${name} makes of it has ${line.length} characters; allowed are at most ${MAX_SUBJECT}`,
				),
			])
		: { kind: "rendered", subject: line, ...body };
}

/** A subject is one line, whatever breaks its data has. */
function oneLine(text: string): string {
	return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
