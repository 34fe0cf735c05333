import { compile } from "html-to-text";

/** Deeper nesting than this no mail has. */
const LIMITS = { maxDepth: 100 };

/** Characters that show nothing, but for those that are a part of an emoji. */
const INVISIBLE =
	/[\p{Default_Ignorable_Code_Point}--[\ufe00-\ufe0f\u{e0000}-\u{e0fff}]]/gv;
/** Between letters they have a meaning; in a run with spaces they fill a preview line. */
const PADDING = new RegExp(`[\\s${INVISIBLE.source}]{6,}`, "gv");

/**
 * What an HTML mail says, for programs that show text alone. A function of the HTML. Tables of mails
 * are layout: their cells follow one another, and no `colspan` makes work.
 */
export function textOfHtml(html: string): string {
	return convert(html)
		.replace(PADDING, (run) => {
			if ((run.match(INVISIBLE)?.length ?? 0) < 3) return run;
			return ["\n\n", "\n"].find((end) => run.includes(end)) ?? " ";
		})
		.trim();
}

const convert: (html: string) => string = compile({
	wordwrap: 78,
	// With the no-break space, which would make one word of a preview line's padding.
	whitespaceCharacters: " \t\r\n\f\u200b\u00a0",
	limits: LIMITS,
	formatters: {
		// A space, so that cells side by side are no one word.
		cell(element, walk, builder) {
			walk(element.children, builder);
			builder.addInline(" ");
		},
		alt(element, _walk, builder) {
			const alt = element.attribs?.alt?.trim() ?? "";
			if (alt !== "") builder.addInline(alt);
		},
		list(element, walk, builder, options) {
			const { start = "1" } = element.attribs ?? {};
			const last = Number(start) + (element.children?.length ?? 0);
			// There are no Roman numbers beyond, for which the library throws.
			if (!(Number(start) >= 1 && last < 4000)) delete element.attribs?.type;
			builder.options.formatters?.orderedList?.(
				element,
				walk,
				builder,
				options,
			);
		},
	},
	selectors: [
		{ selector: "ol", format: "list" },
		{ selector: "a", options: { hideLinkHrefIfSameAsText: true } },
		{ selector: "img", format: "alt" },
		{ selector: "h1", options: { uppercase: false } },
		{ selector: "h2", options: { uppercase: false } },
		{ selector: "h3", options: { uppercase: false } },
		{ selector: "table", format: "block" },
		{
			selector: "tr",
			format: "block",
			options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
		},
		{ selector: "td", format: "cell" },
		{ selector: "th", format: "cell" },
	],
});
