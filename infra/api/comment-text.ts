import type { Comment, CommentDisplayPart } from "typedoc";

const TAGS: Readonly<Record<string, string>> = {
	"@default": "Default: ",
	"@returns": "Returns ",
	"@throws": "Throws ",
};

const FENCED = /(```ts\n[\s\S]*?\n```)/;

/** A comment in one line, without its code. */
export function lineText(comment: Comment | undefined): string {
	return commentParts(comment)
		.filter((part) => !FENCED.test(part))
		.join(" ");
}

/** A comment in paragraphs, those of code among them. */
export function commentText(comment: Comment | undefined): string {
	return commentParts(comment).join("\n\n");
}

function commentParts(comment: Comment | undefined): readonly string[] {
	if (comment === undefined) return [];
	const summary = textOf(comment.summary)
		.replace(/(?:^ {4}.*\n?)+/gm, (code) => {
			const lines = code.trimEnd().replace(/^ {4}/gm, "");
			return `\`\`\`ts\n${lines}\n\`\`\`\n`;
		})
		.split(FENCED)
		.map((part) => (FENCED.test(part) ? part : oneLine(part)));
	const tags = comment.blockTags.flatMap(({ tag, content }) =>
		TAGS[tag] === undefined ? [] : `${TAGS[tag]}${tagText(content)}`,
	);
	return [...summary, tags.join(" ")].filter((part) => part !== "");
}

/** TypeDoc takes each default for code; one in words begins with a hyphen, as in the CDK. */
function tagText(content: readonly CommentDisplayPart[]): string {
	const text = oneLine(
		textOf(content).replace(/^```ts\n([\s\S]*)\n```$/, "$1"),
	);
	const isCode = textOf(content) !== text && !text.startsWith("- ");
	const said = isCode ? `\`${text}\`` : text.replace(/^- /, "");
	return said.endsWith(".") ? said : `${said}.`;
}

function textOf(parts: readonly CommentDisplayPart[]): string {
	return parts.map(({ text }) => text).join("");
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, " ").trim();
}
