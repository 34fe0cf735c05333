import { escapePointer, type Problem, problem } from "./problem.ts";

/** Half a character can't be written in UTF-8: what would arrive, and what an id would be, is something else. */
export function surrogateFaults(
	input: unknown,
	body: string,
): readonly Problem[] {
	const mayHaveOne = !body.isWellFormed() || /\\ud[89a-f]/i.test(body);
	const pointer = mayHaveOne ? pointerToLone(input) : undefined;
	return pointer === undefined
		? []
		: [
				problem(
					pointer,
					"it has half a character (a lone surrogate); split text between characters, not within them",
				),
			];
}

function pointerToLone(root: unknown): string | undefined {
	const waiting: (readonly [pointer: string, value: unknown])[] = [["", root]];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const [pointer, value] = next;
		if (typeof value === "string" && !value.isWellFormed()) return pointer;
		if (typeof value !== "object" || value === null) continue;
		for (const [key, child] of Object.entries(value)) {
			if (!key.isWellFormed()) return pointer;
			waiting.push([`${pointer}/${escapePointer(key)}`, child]);
		}
	}
	return undefined;
}
