/** A JSON object that nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper than any event of AWS, and far from what a recursion could not take. */
export const MAX_DEPTH = 64;

/** Why something is refused that `isDeeperThan(…, MAX_DEPTH)`. */
export const TOO_DEEP = `it is nested more than ${MAX_DEPTH} levels deep; allowed are at most ${MAX_DEPTH}: send less detail`;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** How many of the names an object has itself. */
export function countOf(object: JsonObject, names: readonly string[]): number {
	return names.filter((name) => Object.hasOwn(object, name)).length;
}

/** Whether arrays and objects lie in one another more than `levels` times. Without recursion: the depth is a stranger's. */
export function isDeeperThan(root: unknown, levels: number): boolean {
	let level: unknown[] = [root];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > levels) return true;
		const next: unknown[] = [];
		for (const value of level) {
			if (typeof value !== "object" || value === null) continue;
			for (const child of Object.values(value))
				if (typeof child === "object" && child !== null) next.push(child);
		}
		level = next;
	}
	return false;
}
