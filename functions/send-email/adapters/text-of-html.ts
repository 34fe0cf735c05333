import { compile } from "html-to-text";

/** Longer HTML than this nobody reads as text, and deeper nesting no mail has. */
const LIMITS = { maxInputLength: 1_000_000, maxDepth: 100 };

/** What an HTML mail says, for programs that show text alone. A function of the HTML. */
export const textOfHtml: (html: string) => string = compile({
	wordwrap: 78,
	limits: LIMITS,
	selectors: [
		{ selector: "a", options: { hideLinkHrefIfSameAsText: true } },
		{ selector: "img", format: "skip" },
		{ selector: "h1", options: { uppercase: false } },
		{ selector: "h2", options: { uppercase: false } },
		{ selector: "h3", options: { uppercase: false } },
		{ selector: "table", format: "dataTable" },
	],
});
