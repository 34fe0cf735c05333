import { maskAddresses } from "../../core/message/address.ts";

/** Text from outside in a line of Markdown: addresses masked, nothing in it is formatting. */
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

/** Who and why are typed by people, who may name somebody. */
export function withoutAddresses(text: string): string {
	return maskAddresses(text).replace(/\s+/g, " ").trim();
}
