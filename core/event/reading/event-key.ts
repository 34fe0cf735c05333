import type { Digest } from "./shape.ts";

const MAX_KEY = 256;

/**
 * Idempotency key from what a service guarantees: equal for equal parts and different for different
 * ones, printable, at most 256 characters. A longer one is cut and ends in its hash.
 */
export function eventKey(
	service: string,
	parts: readonly string[],
	digest: Digest,
): string {
	return short([service, ...parts.map(escaped)].join("|"), digest);
}

/** The key of the mail that a route makes of an event: two routes are two mails, to their own people. */
export function keyByRoute(key: string, route: string, digest: Digest): string {
	return short(`${key}|${digest(route).slice(0, 12)}`, digest);
}

function short(key: string, digest: Digest): string {
	if (key.length <= MAX_KEY) return key;
	const hash = digest(key);
	const kept = key.slice(0, MAX_KEY - hash.length - 1);
	return `${kept.replace(/[\uD800-\uDBFF]$/, "")}#${hash}`;
}

// Without it ["a|b"] and ["a", "b"] would be one key.
function escaped(part: string): string {
	return part
		.toWellFormed()
		.replace(/[%|\p{Cc}\u2028\u2029]/gu, encodeURIComponent);
}
