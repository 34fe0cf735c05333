/** An IoT rule's statement. */
export interface Statement {
	readonly select: readonly Item[];
	/** Topic filter, with `+` and `#`. */
	readonly from: string;
	readonly where: SqlExpression | undefined;
}

/** `*`, or an expression under a name. */
export type Item =
	| { readonly kind: "all" }
	| {
			readonly kind: "value";
			readonly expression: SqlExpression;
			/** Parts of a dotted name make nested objects. */
			readonly name: readonly string[];
	  };

export type SqlExpression =
	| { readonly kind: "literal"; readonly value: string | number | boolean }
	| { readonly kind: "field"; readonly path: readonly string[] }
	| {
			readonly kind: "call";
			readonly name: string;
			readonly parameters: readonly SqlExpression[];
	  }
	/** The whole payload, as a parameter of encode. */
	| { readonly kind: "payload" }
	| {
			readonly kind: "compare";
			readonly sign: string;
			readonly left: SqlExpression;
			readonly right: SqlExpression;
	  }
	| {
			readonly kind: "and" | "or";
			readonly left: SqlExpression;
			readonly right: SqlExpression;
	  };

/** Functions that a local run has, with the least and the most parameters they take. */
export const FUNCTIONS: Readonly<Record<string, readonly [number, number]>> = {
	topic: [0, 1],
	clientid: [0, 0],
	timestamp: [0, 0],
	newuuid: [0, 0],
	traceid: [0, 0],
	concat: [2, 99],
	cast: [1, 1],
	encode: [2, 2],
};

/** What a local run takes, for error sentences. */
export const SQL_SYNTAX =
	"fields, literals, =, <>, <, >, <=, >=, AND, OR, topic(), topic(n), clientid(), timestamp(), newuuid(), traceid(), concat(a, b, …), cast(x AS String), encode(*, 'base64')";
