import { BlockList, isIP, isIPv6 } from "node:net";
import { isObject } from "../json.ts";

/**
 * Whether a value matches an event pattern. Fields are ANDed, a field's tests are ORed, and of a list
 * one entry has to match.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
	if (!isObject(pattern)) return false;
	if (Array.isArray(pattern)) {
		const leaves = (Array.isArray(value) ? value : [value]).map(leaf);
		return pattern.some((test) => leaves.some((one) => passes(test, one)));
	}
	// An entry of a list has to match in all its fields.
	if (Array.isArray(value))
		return value.some((entry) => matchesPattern(pattern, entry));
	return Object.entries(pattern).every(([key, inner]) =>
		key === "$or" && Array.isArray(inner)
			? inner.some((alternative) => matchesPattern(alternative, value))
			: matchesPattern(inner, fieldOf(value, key)),
	);
}

function fieldOf(value: unknown, key: string): unknown {
	return isObject(value) ? value[key] : undefined;
}

/** Tests see leaves only: where an object is, there is none. */
function leaf(value: unknown): unknown {
	return isObject(value) ? undefined : value;
}

function passes(test: unknown, value: unknown): boolean {
	if (!isObject(test)) return test === value;
	const [kind = "", argument] = Object.entries(test)[0] ?? [];
	return TESTS[kind]?.(argument, value) ?? false;
}

type Test = (argument: unknown, value: unknown) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
	prefix: (argument, value) =>
		withCase(argument, value, (text, part) => text.startsWith(part)),
	suffix: (argument, value) =>
		withCase(argument, value, (text, part) => text.endsWith(part)),
	"equals-ignore-case": (argument, value) =>
		withCase(
			{ "equals-ignore-case": argument },
			value,
			(text, part) => text === part,
		),
	wildcard: (argument, value) =>
		typeof value === "string" && wildcard(String(argument)).test(value),
	numeric: (argument, value) =>
		typeof value === "number" && isInRange(value, argument),
	cidr: (argument, value) =>
		typeof value === "string" && isInside(value, String(argument)),
	exists: (argument, value) => (value !== undefined) === argument,
	"anything-but": (argument, value) =>
		value !== undefined && !anyOf(argument, value),
};

/** What `anything-but` excludes: a value, a test of one or more texts, or a list of values. */
function anyOf(excluded: unknown, value: unknown): boolean {
	if (Array.isArray(excluded))
		return excluded.some((one) => passes(one, value));
	if (!isObject(excluded)) return passes(excluded, value);
	return Object.entries(excluded).some(([kind, argument]) =>
		[argument].flat().some((one) => passes({ [kind]: one }, value)),
	);
}

function withCase(
	argument: unknown,
	value: unknown,
	compare: (text: string, part: string) => boolean,
): boolean {
	if (typeof value !== "string") return false;
	const ignored = fieldOf(argument, "equals-ignore-case");
	return ignored === undefined
		? compare(value, String(argument))
		: compare(value.toLowerCase(), String(ignored).toLowerCase());
}

/** `*` is any text, `\*` a star. */
function wildcard(pattern: string): RegExp {
	const source = pattern.replace(
		/\\([\\*])|\*|[.+?^${}()|[\]\\]/g,
		(token, escaped?: string) =>
			escaped !== undefined
				? `\\${escaped}`
				: token === "*"
					? ".*"
					: `\\${token}`,
	);
	return new RegExp(`^${source}$`, "s");
}

/** `10.0.0.0/24` */
function isInside(address: string, range: string): boolean {
	const [network = "", bits] = range.split("/");
	const family = isIPv6(network) ? "ipv6" : "ipv4";
	if (isIP(address) !== (family === "ipv6" ? 6 : 4)) return false;
	const list = new BlockList();
	list.addSubnet(network, Number(bits), family);
	return list.check(address, family);
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	"=": (a, b) => a === b,
	">": (a, b) => a > b,
	">=": (a, b) => a >= b,
	"<": (a, b) => a < b,
	"<=": (a, b) => a <= b,
};

/** `[">", 0, "<=", 5]` */
function isInRange(value: number, range: unknown): boolean {
	const parts = Array.isArray(range) ? range : [];
	const bounds = parts.filter((_part, index) => index % 2 === 1).map(Number);
	return bounds.every(
		(bound, index) =>
			COMPARE[String(parts[index * 2])]?.(value, bound) ?? false,
	);
}
