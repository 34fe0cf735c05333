import { createContext, Script } from "node:vm";
import type { Worked } from "../deps.ts";

/** What the work on one text may take: a second, and more for a longer one. A usual message takes milliseconds. */
const BASE_MS = 1000;
const MS_PER_CHARACTER = 1e-4;

/**
 * Does synchronous work on a stranger's text, and breaks it off when it takes too long: nothing else of the batch
 * moves meanwhile. Only a timer of the virtual machine's can interrupt it; one call of a native function none can.
 * @throws what the work throws.
 */
export function within<T>(characters: number, work: () => T): Worked<T> {
	const begun = performance.now();
	const ms = () => performance.now() - begun;
	const results: T[] = [];
	place.work = () => results.push(work());
	try {
		script.runInContext(place, {
			timeout: Math.ceil(BASE_MS + MS_PER_CHARACTER * characters),
		});
	} catch (error) {
		if (isTimeout(error)) return { kind: "too-long", ms: ms() };
		throw error;
	}
	return { kind: "done", value: results[0] as T, ms: ms() };
}

const place = createContext({ work: (): unknown => undefined });
const script = new Script("work()");

/** It is an error of the other context, and so no instance of this one's Error. */
function isTimeout(error: unknown): boolean {
	return (
		typeof error === "object" &&
		error !== null &&
		"code" in error &&
		error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
	);
}
