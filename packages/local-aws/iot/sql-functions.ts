/** The value of a function; undefined when a parameter it needs is not there. */
export function call(
	name: string,
	parameters: readonly unknown[],
	topic: string,
): unknown {
	const [first] = parameters;
	switch (name) {
		case "topic":
			return first === undefined ? topic : topic.split("/")[Number(first) - 1];
		case "clientid":
			// What is published over HTTPS has none.
			return "n/a";
		case "timestamp":
			return Date.now();
		case "newuuid":
		case "traceid":
			return crypto.randomUUID();
		case "concat":
			return parameters.includes(undefined)
				? undefined
				: parameters.map(textOf).join("");
		case "cast":
			return first === undefined ? undefined : textOf(first);
		case "encode":
			return first === undefined
				? undefined
				: Buffer.from(Buffer.isBuffer(first) ? first : textOf(first)).toString(
						"base64",
					);
		default:
			return undefined;
	}
}

/** Whether it is so; undefined for what cannot be compared. Different types are compared as numbers. */
export function compare(sign: string, left: unknown, right: unknown): unknown {
	if (left === undefined || right === undefined) return undefined;
	if (sign === "=") return isSame(left, right);
	if (sign === "<>" || sign === "!=") return !isSame(left, right);
	const [a, b] = [Number(left), Number(right)];
	if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
	if (sign === "<") return a < b;
	if (sign === ">") return a > b;
	return sign === "<=" ? a <= b : a >= b;
}

function isSame(left: unknown, right: unknown): boolean {
	if (typeof left === typeof right)
		return JSON.stringify(left) === JSON.stringify(right);
	const types = [typeof left, typeof right].toSorted().join();
	return types === "number,string" && Number(left) === Number(right);
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}
