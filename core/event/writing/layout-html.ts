import { cleanLine, cleanText, escapeHtml } from "./clean.ts";
import type { Content, Fact, Link, Tone } from "./content.ts";
import { MOST } from "./layout-text.ts";

// White on these and these on nothing: legible in light and in dark mode alike.
const COLOURS: Readonly<Record<Tone, string>> = {
	bad: "#c5221f",
	warning: "#9a5700",
	good: "#137333",
	neutral: "#44546a",
};
// Text keeps the mail program's own colour, which follows its mode; only greys that fit both are set.
const GREY = "#757b83";
const RULE = "1px solid rgba(128,134,139,0.3)";
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const WRAP = "word-break:break-word;overflow-wrap:anywhere";

/** The mail as HTML that mail programs render: one column, inline styles, nothing from outside. */
export function renderHtml(content: Content, attachment: string): string {
	const { subject, label, headline, tone, sentence, body } = content;
	const rows = [
		row(
			`background-color:${COLOURS[tone]};border-radius:8px;padding:16px 20px;color:#ffffff`,
			`<div style="font-size:13px;font-weight:bold;letter-spacing:1px;color:#ffffff">${value(label, MOST.label)}</div>
<h1 dir="auto" style="margin:4px 0 0;font-size:20px;line-height:1.3;color:#ffffff;${WRAP}">${value(headline, MOST.headline)}</h1>`,
		),
		row(
			"padding:16px 4px 8px;font-size:16px;line-height:1.5",
			value(sentence, MOST.sentence),
		),
		body === undefined ? "" : row(BODY, bodyText(body)),
		...content.links.map(linkRow),
		row("padding:8px 4px", factTable(content.facts)),
		row(
			`padding:16px 4px 0;font-size:13px;line-height:1.5;color:${GREY}`,
			`The event itself is attached: ${value(attachment, MOST.value)}`,
		),
	];
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;text-align:left;${FONT}">
${rows.filter((each) => each !== "").join("\n")}
</table>
</td></tr></table>
</body>
</html>
`;
}

const BODY = `padding:8px 4px;font-size:15px;line-height:1.5;${WRAP}`;

function row(style: string, html: string): string {
	return `<tr><td dir="auto" style="${style}">${html}</td></tr>`;
}

function value(text: string, most: number): string {
	return `<bdi>${escapeHtml(cleanLine(text, most))}</bdi>`;
}

function bodyText(text: string): string {
	const lines = escapeHtml(cleanText(text, MOST.body)).split("\n");
	return `<bdi>${lines.join("<br>\n")}</bdi>`;
}

/** Names beside their values when they are short, else above them. */
function factTable(facts: readonly Fact[]): string {
	const isNarrow = facts.every(({ name }) => name.length <= 18);
	const cell = `padding:7px 0;border-top:${RULE};font-size:14px;line-height:1.45;vertical-align:top;text-align:start`;
	const rows = facts.map(({ name, value: text }) => {
		const [title, content] = [value(name, MOST.name), value(text, MOST.value)];
		return isNarrow
			? `<tr><td style="${cell};width:118px;padding-right:12px;color:${GREY}">${title}</td><td dir="auto" style="${cell};${WRAP}">${content}</td></tr>`
			: `<tr><td dir="auto" style="${cell};${WRAP}"><div style="font-size:12px;color:${GREY}">${title}</div>${content}</td></tr>`;
	});
	return `<table width="100%" cellpadding="0" cellspacing="0" border="0">
${rows.join("\n")}
</table>`;
}

function linkRow({ label, url }: Link, index: number): string {
	const style =
		index === 0
			? "display:inline-block;padding:11px 20px;border-radius:6px;background-color:#1a5fb4;color:#ffffff;font-size:15px;font-weight:bold;text-decoration:none"
			: "font-size:14px";
	return row(
		`padding:${index === 0 ? 12 : 4}px 4px 8px`,
		`<a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a>`,
	);
}
