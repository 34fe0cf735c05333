import { sleepUntil } from "../clock.ts";
import { delayMs, ruleOf } from "./error-rules.ts";
import {
	type Context,
	evaluate,
	fieldsOf,
	type StateOutput,
	taskFlow,
} from "./evaluate.ts";
import {
	type Flow,
	flowsInside,
	type Json,
	type Retrier,
	type State,
	StateFailure,
} from "./states-language.ts";

/** What a flow runs with; what is inside a state has its own, derived from that of the state. */
export interface Run {
	readonly context: Context;
	readonly signal: AbortSignal;
	/** Ends all that has the signal: the first branch or item that fails ends the others. */
	stop(): void;
	/** One attempt of a Task, which ends at the latest with the run's signal. @throws StateFailure */
	runTask(state: State, input: Json, run: Run): Promise<StateOutput>;
	/** Told of each step, for the execution's history. */
	note(event: string, details: object, stateType?: string): void;
}

/**
 * Runs states from the first to the last. Each state is done by the library; the way from one to the
 * next is gone here, as the library knows neither callbacks nor a clock that can be moved.
 * @returns the last state's output. @throws StateFailure
 */
export async function runFlow(
	{ StartAt, States }: Flow,
	input: Json,
	run: Run,
): Promise<Json> {
	let [name, value]: [string | undefined, Json] = [StartAt, input];
	const note = (event: string, type: string, text: object) =>
		run.note(event, { name, ...text }, type);
	try {
		while (name !== undefined) {
			run.signal.throwIfAborted();
			const state = States[name] as State;
			const { Type } = state;
			note("StateEntered", Type, { input: JSON.stringify(value) });
			const { output, next } = await visit(name, state, value, run);
			note("StateExited", Type, { output: JSON.stringify(output) });
			[name, value] = [next, output];
		}
		return value;
	} catch (error) {
		run.stop();
		throw error;
	}
}

async function visit(
	Name: string,
	state: State,
	input: Json,
	run: Run,
): Promise<StateOutput> {
	const EnteredTime = new Date().toISOString();
	const retried = new Map<Retrier, number>();
	for (let RetryCount = 0; ; RetryCount += 1) {
		const State = { Name, EnteredTime, RetryCount };
		const context = { ...run.context, State };
		try {
			return await attempt(state, input, { ...run, context });
		} catch (error) {
			if (!(error instanceof StateFailure)) throw error;
			const { name, message } = error;
			const retrier = ruleOf(state.Retry, name, state);
			const used = (retrier && retried.get(retrier)) ?? 0;
			if (retrier !== undefined && used < (retrier.MaxAttempts ?? 3)) {
				retried.set(retrier, used + 1);
				await sleepUntil(Date.now() + delayMs(retrier, used), run.signal);
				continue;
			}
			const catcher = ruleOf(state.Catch, name, state);
			if (catcher === undefined) throw error;
			const Parameters = { Error: name, Cause: message };
			return evaluate({ ...catcher, Type: "Pass", Parameters }, input, context);
		}
	}
}

async function attempt(
	state: State,
	input: Json,
	run: Run,
): Promise<StateOutput> {
	const done = new AbortController();
	const signal = AbortSignal.any([run.signal, done.signal]);
	const inside = { ...run, signal, stop: () => done.abort() };
	try {
		return await runState(state, input, inside);
	} finally {
		done.abort();
	}
}

async function runState(
	state: State,
	input: Json,
	run: Run,
): Promise<StateOutput> {
	const { context, signal } = run;
	switch (state.Type) {
		case "Task":
			return run.runTask(state, input, run);
		case "Wait": {
			const { Seconds, Timestamp } = await fieldsOf(state, input, context);
			const at =
				Seconds === undefined
					? Date.parse(String(Timestamp))
					: Date.now() + Number(Seconds) * 1000;
			await sleepUntil(at, signal);
			return evaluate({ ...state, Type: "Pass" }, input, context);
		}
		case "Fail": {
			const failed = await fieldsOf(state, input, context);
			throw new StateFailure(
				String(failed.Error ?? ""),
				String(failed.Cause ?? ""),
			);
		}
		// By the library each flow inside is one Task.
		case "Parallel": {
			const branches = flowsInside(state).map(
				(flow) => (value: Json) => runFlow(flow, value, run),
			);
			const Branches = branches.map((_branch, index) => taskFlow(`${index}`));
			const tasks = Object.fromEntries(branches.entries());
			return evaluate({ ...state, Branches }, input, context, tasks);
		}
		case "Map": {
			const [processor] = flowsInside(state) as [Flow];
			const { ItemSelector: given = state.Parameters } = state;
			const map = {
				...state,
				ItemProcessor: taskFlow("item"),
				ItemSelector: { "at.$": "$$.Map", ...(given && { given }) },
			};
			const item = ({ at, given = at.Item.Value }: MapItem) =>
				runFlow(processor, given, {
					...run,
					context: { ...context, Map: at },
				});
			return evaluate(map, input, context, { item });
		}
		default:
			return evaluate(state, input, context);
	}
}

/** What the library hands to the Task of an item. */
interface MapItem {
	readonly at: { readonly Item: { readonly Value: Json } };
	readonly given?: Json;
}
