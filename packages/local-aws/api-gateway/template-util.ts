/** `$util.<name>(text)` of a mapping template. */
export function util(name: string, text: string): string {
	switch (name) {
		case "urlEncode":
			return new URLSearchParams([["", text]]).toString().slice(1);
		case "urlDecode":
			return decodeURIComponent(text.replaceAll("+", " "));
		case "base64Encode":
			return Buffer.from(text).toString("base64");
		case "base64Decode":
			return Buffer.from(text, "base64").toString("utf8");
		default:
			return escapeJavaScript(text);
	}
}

/** How a value stands in a rendered text: nothing for what is not there. */
export function renderedText(value: unknown): string {
	if (value === undefined || value === null) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// As Java's StringEscapeUtils: it escapes a single quote, too, which JSON does not allow.
function escapeJavaScript(text: string): string {
	const short: Readonly<Record<string, string>> = {
		"\b": "\\b",
		"\n": "\\n",
		"\t": "\\t",
		"\f": "\\f",
		"\r": "\\r",
		"'": "\\'",
		'"': '\\"',
		"\\": "\\\\",
		"/": "\\/",
	};
	return text.replace(
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
		/[\u0000-\u001f'"\\/\u007f-\uffff]/g,
		(character) =>
			short[character] ??
			`\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
	);
}
