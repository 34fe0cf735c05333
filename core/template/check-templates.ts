import { checkTemplate } from "./check-template.ts";
import type { TemplateFault, TemplateSet, TemplateSource } from "./template.ts";
import type { Files } from "./template-files.ts";

/** The most bytes of all templates of a sender together: the function reads them at each cold start. */
export const MAX_SET_BYTES = 1_048_576;

export type CheckedSet =
	| {
			readonly kind: "set" /** Content of `templates.json`. */;
			readonly json: string;
	  }
	| { readonly kind: "faulty"; readonly faults: readonly TemplateFault[] };

/** Checks a folder of templates, each a folder of files. The same files give the same bytes. */
export function checkTemplates(
	folders: ReadonlyMap<string, Files>,
): CheckedSet {
	const set: Record<string, TemplateSource> = {};
	const faults: TemplateFault[] = [];
	for (const [name, files] of [...folders].toSorted(([a], [b]) =>
		a < b ? -1 : 1,
	)) {
		if (!/^[A-Za-z0-9][\w-]{0,63}$/.test(name)) {
			faults.push({
				file: name,
				sentence:
					"a template's name is 1 to 64 letters, digits, _ and -, and starts with a letter or digit",
			});
			continue;
		}
		const checked = checkTemplate(name, files);
		if (checked.kind === "faulty") faults.push(...checked.faults);
		else set[name] = checked.template;
	}
	if (folders.size === 0)
		faults.push({
			file: ".",
			sentence: "there is no template: each is a folder of its own in here",
		});
	const json = JSON.stringify(set satisfies TemplateSet);
	const bytes = Buffer.byteLength(json);
	if (bytes > MAX_SET_BYTES)
		faults.push({
			file: ".",
			sentence: `the templates have ${bytes} bytes together; allowed are at most ${MAX_SET_BYTES}: link to images instead of writing them into the HTML`,
		});
	return faults.length > 0 ? { kind: "faulty", faults } : { kind: "set", json };
}
