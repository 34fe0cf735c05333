import {
	FUNCTIONS,
	type Item,
	SQL_SYNTAX,
	type SqlExpression,
	type Statement,
} from "./sql.ts";
import { type SqlToken, tokensOf } from "./sql-tokens.ts";
import { TokenCursor } from "./token-cursor.ts";

/** Reads the SQL of an IoT rule. @throws Error for all that a local run does not do. */
export function parseSql(rule: string, sql: string): Statement {
	const refuse = (what: string) =>
		new Error(
			`Cannot run the IoT rule ${rule} as ${what}: allowed here are ${SQL_SYNTAX}; its SQL is ${sql}`,
		);
	const tokens = tokensOf(sql);
	if (typeof tokens === "number")
		throw refuse(`there is "${sql.slice(tokens).trim()}" in its SQL`);
	return new Parser(tokens, refuse).statement();
}

const COMPARISONS = ["=", "<>", "!=", "<", ">", "<=", ">="];
const RESERVED = [
	"select",
	"from",
	"where",
	"and",
	"or",
	"not",
	"case",
	"in",
	"as",
];

class Parser {
	readonly #tokens: TokenCursor;
	readonly #refuse: (what: string) => Error;

	constructor(tokens: readonly SqlToken[], refuse: (what: string) => Error) {
		this.#tokens = new TokenCursor(tokens);
		this.#refuse = refuse;
	}

	statement(): Statement {
		this.#expectWord("select");
		const select = [this.#item()];
		while (this.#tokens.takeSign(",")) select.push(this.#item());
		this.#expectWord("from");
		const from = this.#tokens.next();
		if (from?.kind !== "string") throw this.#unexpected(from);
		const where = this.#tokens.takeWord("where") ? this.#or() : undefined;
		if (!this.#tokens.isAtEnd) throw this.#unexpected(this.#tokens.next());
		return { select, from: from.text, where };
	}

	#item(): Item {
		if (this.#tokens.takeSign("*")) return { kind: "all" };
		const expression = this.#operand();
		if (this.#tokens.takeWord("as")) {
			const name = [this.#name()];
			while (this.#tokens.takeSign(".")) name.push(this.#name());
			return { kind: "value", expression, name };
		}
		if (expression.kind !== "field")
			throw this.#refuse("a value it selects has no name (… AS name)");
		return { kind: "value", expression, name: expression.path.slice(-1) };
	}

	#or(): SqlExpression {
		let left = this.#and();
		while (this.#tokens.takeWord("or"))
			left = { kind: "or", left, right: this.#and() };
		return left;
	}

	#and(): SqlExpression {
		let left = this.#comparison();
		while (this.#tokens.takeWord("and"))
			left = { kind: "and", left, right: this.#comparison() };
		return left;
	}

	#comparison(): SqlExpression {
		if (this.#tokens.takeSign("(")) {
			const inside = this.#or();
			this.#expectSign(")");
			return inside;
		}
		const left = this.#operand();
		const sign = COMPARISONS.find((one) => this.#tokens.takeSign(one));
		if (sign === undefined) return left;
		return { kind: "compare", sign, left, right: this.#operand() };
	}

	#operand(): SqlExpression {
		if (this.#tokens.takeSign("-")) {
			const digits = this.#tokens.next();
			if (digits?.kind !== "number") throw this.#unexpected(digits);
			return { kind: "literal", value: -Number(digits.text) };
		}
		const token = this.#tokens.next();
		if (token?.kind === "string") return { kind: "literal", value: token.text };
		if (token?.kind === "number")
			return { kind: "literal", value: Number(token.text) };
		if (token?.kind !== "word" || RESERVED.includes(token.text.toLowerCase()))
			throw this.#unexpected(token);
		if (/^(true|false)$/i.test(token.text))
			return { kind: "literal", value: token.text.toLowerCase() === "true" };
		if (this.#tokens.takeSign("(")) return this.#call(token.text.toLowerCase());
		const path = [token.text];
		while (this.#tokens.takeSign(".")) path.push(this.#name());
		return { kind: "field", path };
	}

	#call(name: string): SqlExpression {
		const bounds = FUNCTIONS[name];
		if (bounds === undefined)
			throw this.#refuse(`there is the function ${name} in its SQL`);
		const parameters: SqlExpression[] = [];
		while (!this.#tokens.takeSign(")")) {
			if (parameters.length > 0) this.#expectSign(",");
			parameters.push(
				name === "encode" && this.#tokens.takeSign("*")
					? { kind: "payload" }
					: this.#operand(),
			);
			if (name === "cast") this.#toString();
		}
		if (parameters.length < bounds[0] || parameters.length > bounds[1])
			throw this.#refuse(`${name} has ${parameters.length} parameters`);
		return { kind: "call", name, parameters };
	}

	#toString(): void {
		this.#expectWord("as");
		this.#expectWord("string");
	}

	#name(): string {
		const token = this.#tokens.next();
		if (token?.kind !== "word") throw this.#unexpected(token);
		return token.text;
	}

	#expectWord(word: string): void {
		if (!this.#tokens.takeWord(word))
			throw this.#unexpected(this.#tokens.next(), word);
	}

	#expectSign(sign: string): void {
		if (!this.#tokens.takeSign(sign))
			throw this.#unexpected(this.#tokens.next(), sign);
	}

	#unexpected(token: SqlToken | undefined, wanted?: string): Error {
		const found = token === undefined ? "the end" : `"${token.text}"`;
		const instead =
			wanted === undefined ? "" : ` instead of ${wanted.toUpperCase()}`;
		return this.#refuse(`there is ${found}${instead} in its SQL`);
	}
}
