import { expect } from "vitest";
import { jsonOf, read } from "./events.ts";

/** No sentence may repeat it. */
export const SECRET = "canary-4711";

/** A kept event with another value at a pointer; undefined takes the field away. */
export function broken(name: string, pointer: string, value: unknown): string {
	const body = jsonOf(name);
	const keys = pointer.slice(1).split("/");
	const last = keys.pop() ?? "";
	let parent = body;
	for (const key of keys) parent = parent[key];
	if (value === undefined) delete parent[last];
	else parent[last] = value;
	return JSON.stringify(body);
}

/** The pointers of what is wrong, none of it repeating a value. */
export function faultsOf(body: string): readonly string[] {
	const found = read(body);
	if (found.kind !== "malformed") throw new Error(`it is a ${found.kind}`);
	for (const { pointer, sentence } of found.problems) {
		expect(sentence).toMatch(/^Cannot send the message as .+ is not allowed: /);
		expect(sentence.length).toBeLessThan(500);
		expect(sentence + pointer + found.key).not.toContain(SECRET);
	}
	return found.problems.map(({ pointer }) => pointer);
}
