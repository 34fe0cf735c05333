/** A piece of an IoT rule's SQL. Words are kept as written: keywords are told by their place. */
export type SqlToken =
	| { readonly kind: "word"; readonly text: string }
	| { readonly kind: "string"; readonly text: string }
	| { readonly kind: "number"; readonly text: string }
	| { readonly kind: "sign"; readonly text: string };

const TOKEN =
	/\s*(?:(?<string>'(?:[^']|'')*'|"[^"]*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*)|(?<sign><>|!=|<=|>=|[-=<>(),.*]))/y;

/** @returns the tokens, or the place (0-based) of the first character that is none. */
export function tokensOf(sql: string): readonly SqlToken[] | number {
	const tokens: SqlToken[] = [];
	const end = sql.trimEnd().length;
	let at = 0;
	while (at < end) {
		TOKEN.lastIndex = at;
		const groups = TOKEN.exec(sql)?.groups;
		if (groups === undefined) return at;
		at = TOKEN.lastIndex;
		const { string: quoted, number: digits, word, sign } = groups;
		if (quoted !== undefined)
			tokens.push({
				kind: "string",
				text: quoted.slice(1, -1).replaceAll("''", "'"),
			});
		else if (digits !== undefined)
			tokens.push({ kind: "number", text: digits });
		else if (word !== undefined) tokens.push({ kind: "word", text: word });
		else tokens.push({ kind: "sign", text: sign ?? "" });
	}
	return tokens;
}
