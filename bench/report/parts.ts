import type { Results } from "../results.ts";

/** What `npm run bench -- PART` measures. */
export type Part =
	| "speed"
	| "harm"
	| "curves"
	| "recovery"
	| "lone"
	| "memory"
	| "calls";

/** A run of some parts leaves the others out, whatever the type says. */
export function isMeasured(results: Results, part: Part): boolean {
	const found: unknown = results[part];
	return Array.isArray(found) ? found.length > 0 : found !== undefined;
}
