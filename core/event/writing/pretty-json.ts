/**
 * JSON with a line for each value. It moves white space only, without reading the values: numbers
 * keep every digit, a field that is given twice stays twice. Undefined when it would grow beyond
 * four times its length and `slack` characters.
 */
export function prettyJson(json: string, slack = 65_536): string | undefined {
	const tokens =
		json.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
	const most = json.length * 4 + slack;
	const lines: string[] = [];
	let depth = 0;
	let size = 0;
	let line = "";
	const breakLine = () => {
		lines.push(line);
		size += line.length + 1;
		line = "\t".repeat(depth);
	};
	for (const [index, token] of tokens.entries()) {
		if (size > most) return undefined;
		const isEmpty = /^[{[]$/.test(tokens[index - 1] ?? "");
		if (token === "}" || token === "]") {
			depth = Math.max(0, depth - 1);
			if (!isEmpty) breakLine();
		} else if (isEmpty) {
			breakLine();
		}
		line += token === ":" ? ": " : token;
		if (token === "{" || token === "[") depth += 1;
		if (token === ",") breakLine();
	}
	lines.push(line);
	return lines.join("\n");
}
