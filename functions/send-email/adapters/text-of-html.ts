import { compile } from "html-to-text";

/** Deeper nesting than this no mail has. */
const LIMITS = { maxDepth: 100 };

/**
 * What an HTML mail says, for programs that show text alone. A function of the HTML. Tables of mails
 * are layout: their cells follow one another, and no `colspan` makes work.
 */
export const textOfHtml: (html: string) => string = compile({
	wordwrap: 78,
	limits: LIMITS,
	formatters: {
		// A space, so that cells side by side are no one word.
		cell(element, walk, builder) {
			walk(element.children, builder);
			builder.addInline(" ");
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
		{ selector: "img", format: "skip" },
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
