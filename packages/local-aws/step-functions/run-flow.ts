import { sleepUntil } from "../clock.ts";
import { catcherOf, Retries } from "./error-rules.ts";
import { evaluate } from "./evaluate.ts";
import type { Run } from "./run.ts";
import { runState, type StateOutput } from "./run-state.ts";
import {
	type Flow,
	type Json,
	type State,
	StateFailure,
} from "./states-language.ts";

/**
 * Runs states from the first to the last. Each state is done by the library; the way from one to the
 * next is gone here, as the library knows neither callbacks nor a clock that can be moved.
 * @returns the last state's output. @throws Failure
 */
export async function runFlow(
	flow: Flow,
	input: Json,
	run: Run,
): Promise<Json> {
	let name = flow.StartAt;
	let value = input;
	for (;;) {
		run.signal.throwIfAborted();
		const state = flow.States[name];
		if (state === undefined)
			throw new StateFailure("States.Runtime", `There is no state ${name}`);
		run.note(`${state.Type}StateEntered`, {
			stateEnteredEventDetails: { name, input: JSON.stringify(value) },
		});
		const { output, next } = await visit(name, state, value, run);
		run.note(`${state.Type}StateExited`, {
			stateExitedEventDetails: { name, output: JSON.stringify(output) },
		});
		if (next === undefined) return output;
		name = next;
		value = output;
	}
}

async function visit(
	Name: string,
	state: State,
	input: Json,
	run: Run,
): Promise<StateOutput> {
	const EnteredTime = new Date().toISOString();
	const retries = new Retries(state);
	for (let RetryCount = 0; ; RetryCount += 1) {
		const context = {
			...run.context,
			State: { Name, EnteredTime, RetryCount },
		};
		try {
			return await runState(state, input, { ...run, context });
		} catch (error) {
			if (!(error instanceof StateFailure)) throw error;
			const delayMs = retries.next(error.name);
			if (delayMs !== undefined) {
				await sleepUntil(Date.now() + delayMs, run.signal);
				continue;
			}
			const catcher = catcherOf(state, error.name);
			if (catcher === undefined) throw error;
			const { ResultPath, Next: next } = catcher;
			const output = await evaluate(
				{
					Type: "Pass",
					Parameters: { Error: error.name, Cause: error.causeText },
					...(ResultPath === undefined ? {} : { ResultPath }),
				},
				input,
				context,
			);
			return { output, next };
		}
	}
}
