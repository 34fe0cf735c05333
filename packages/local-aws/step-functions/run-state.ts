import { sleepUntil } from "../clock.ts";
import { evaluate, evaluateChoice } from "./evaluate.ts";
import { resolvePaths } from "./fields.ts";
import type { Run } from "./run.ts";
import { runBranches, runItems } from "./run-inside.ts";
import { type Json, type State, StateFailure } from "./states-language.ts";

/** A state's output, and the state after it; undefined at the end. */
export interface StateOutput {
	readonly output: Json;
	readonly next: string | undefined;
}

/** One attempt of a state. @throws Failure */
export async function runState(
	state: State,
	input: Json,
	run: Run,
): Promise<StateOutput> {
	const { context } = run;
	const then = (output: Json): StateOutput => ({ output, next: state.Next });
	switch (state.Type) {
		case "Pass":
			return then(await evaluate(state, input, context));
		case "Choice":
			return evaluateChoice(state, input, context);
		case "Wait":
			await sleepUntil(await endOfWait(state, input, run), run.signal);
			return then(await passThrough(state, input, run));
		case "Succeed":
			return then(await passThrough(state, input, run));
		case "Fail": {
			const failed = await resolvePaths(state, input, run);
			throw new StateFailure(
				String(failed.Error ?? ""),
				String(failed.Cause ?? ""),
			);
		}
		case "Task":
			return then(await run.runTask(state, input, run));
		case "Parallel":
			return then(
				await evaluate(asTask(state), input, context, (value) =>
					runBranches(state, value, run),
				),
			);
		case "Map": {
			// A Map's Parameters are those of an item.
			const { Parameters, ...withoutParameters } = state;
			return then(
				await evaluate(asTask(withoutParameters), input, context, (value) =>
					runItems(state, value, run),
				),
			);
		}
		default:
			throw new StateFailure(
				"States.Runtime",
				`There is no type ${state.Type}`,
			);
	}
}

function asTask(state: State): State {
	return { ...state, Type: "Task" };
}

function passThrough(state: State, input: Json, run: Run): Promise<Json> {
	const { InputPath, OutputPath } = state;
	const paths = JSON.parse(JSON.stringify({ InputPath, OutputPath }));
	return evaluate({ Type: "Pass", ...paths }, input, run.context);
}

async function endOfWait(state: State, input: Json, run: Run): Promise<number> {
	const { Seconds, Timestamp } = await resolvePaths(state, input, run);
	return Seconds === undefined
		? Date.parse(String(Timestamp))
		: Date.now() + Number(Seconds) * 1000;
}
