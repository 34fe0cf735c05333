import type { Results } from "../../results.ts";
import { code, paragraphs, table } from "../markdown.ts";
import { number } from "../numbers.ts";

export function bundle({ bundle }: Results): string {
	if (bundle === undefined)
		return "Not measured: `node bench/bundle.ts`, after `npm run bench`.";
	const row = (what: string, of: typeof bundle.loadedKb) => [
		what,
		number(of.ours),
		number(of.alone),
		(of.ours / of.alone).toFixed(2),
		number(of.breaker),
	];
	return paragraphs(
		code("node bench/bundle.ts"),
		table(
			[
				"",
				"sending function",
				"nodemailer and three SDK clients alone",
				"ratio",
				"breaker function",
			],
			[
				row("loaded at the start, kB", bundle.loadedKb),
				row("import, median of 21, ms", bundle.importMs),
			],
		),
		"What few messages need (the clients of S3 and Step Functions, what makes a text of HTML, templates) lies beside it and is loaded when it is asked for.",
	);
}
