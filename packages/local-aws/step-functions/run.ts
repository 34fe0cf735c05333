import type { Context } from "./evaluate.ts";
import type { Flow, Json, State } from "./states-language.ts";

/** What a flow runs with; a branch has its own, derived from its parent's. */
export interface Run {
	readonly context: Context;
	readonly signal: AbortSignal;
	/** One attempt of a Task. @returns the state's output. @throws Failure */
	runTask(state: State, input: Json, run: Run): Promise<Json>;
	/** Runs what is inside a Parallel or Map, from its first state to the last. @returns the last one's output. @throws Failure */
	runFlow(flow: Flow, input: Json, run: Run): Promise<Json>;
	/** Told of each step, for the execution's history. */
	note(kind: string, details: Readonly<Record<string, unknown>>): void;
}
