import type { SqlExpression, Statement } from "./sql.ts";
import { call, compare } from "./sql-functions.ts";

/** A message on a topic. */
export interface Publication {
	readonly topic: string;
	readonly payload: Buffer;
}

/**
 * What a rule makes of a message: JSON text, or the payload's bytes for `SELECT *` of what is no JSON.
 * Undefined: the rule's WHERE leaves it out, or it can make nothing of it.
 */
export function selected(
	{ select, where }: Statement,
	publication: Publication,
): Buffer | undefined {
	const message = { publication, json: jsonOf(publication.payload) };
	if (where !== undefined && compute(where, message) !== true) return undefined;
	const [only, ...others] = select;
	const { json } = message;
	const isObject =
		typeof json === "object" && json !== null && !Array.isArray(json);
	if (only?.kind === "all" && others.length === 0)
		return json === undefined
			? publication.payload
			: Buffer.from(JSON.stringify(json));
	const result: Record<string, unknown> = {};
	for (const item of select) {
		if (item.kind === "all") {
			// To nothing something can be added, to what is no object nothing.
			if (!isObject && publication.payload.length > 0) return undefined;
			Object.assign(result, json);
			continue;
		}
		const value = compute(item.expression, message);
		if (value !== undefined) put(result, item.name, value);
	}
	return Buffer.from(JSON.stringify(result));
}

interface Message {
	readonly publication: Publication;
	/** Undefined when the payload is no JSON. */
	readonly json: unknown;
}

function compute(expression: SqlExpression, message: Message): unknown {
	switch (expression.kind) {
		case "literal":
			return expression.value;
		case "field":
			return expression.path.reduce(fieldOf, message.json);
		case "payload":
			return message.publication.payload;
		case "and":
			return (
				compute(expression.left, message) === true &&
				compute(expression.right, message) === true
			);
		case "or":
			return (
				compute(expression.left, message) === true ||
				compute(expression.right, message) === true
			);
		case "compare":
			return compare(
				expression.sign,
				compute(expression.left, message),
				compute(expression.right, message),
			);
		case "call":
			return call(
				expression.name,
				expression.parameters.map((parameter) => compute(parameter, message)),
				message.publication.topic,
			);
	}
}

function put(
	target: Record<string, unknown>,
	[key = "", ...rest]: readonly string[],
	value: unknown,
): void {
	if (rest.length === 0) {
		target[key] = value;
		return;
	}
	const inner = (target[key] ?? {}) as Record<string, unknown>;
	target[key] = inner;
	put(inner, rest, value);
}

function fieldOf(value: unknown, key: string): unknown {
	return typeof value === "object" &&
		value !== null &&
		Object.hasOwn(value, key)
		? (value as Record<string, unknown>)[key]
		: undefined;
}

function jsonOf(payload: Buffer): unknown {
	try {
		return JSON.parse(payload.toString("utf8"));
	} catch {
		return undefined;
	}
}
