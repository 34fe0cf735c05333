import { maskAddresses } from "../../core/message/address.ts";

/** Text from outside in a line of Markdown, with masked addresses and escaped formatting. */
export function plain(text: string): string {
	return withoutAddresses(text).replace(/[\\`*_<>|[\]#]/g, "\\$&");
}

/** Text from outside as code. */
export function code(text: string): string {
	return `\`${withoutAddresses(text).replaceAll("`", "'").replaceAll("|", "/")}\``;
}

export function markdownTable(
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [
		line(head),
		line(head.map(() => "---")),
		...rows.map((cells) => line(cells.map(plain))),
	].join("\n");
}

/** Masks addresses in text that people type, such as names and reasons. */
export function withoutAddresses(text: string): string {
	return maskAddresses(text).replace(/\s+/g, " ").trim();
}
