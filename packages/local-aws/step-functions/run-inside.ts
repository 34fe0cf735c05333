import { evaluate } from "./evaluate.ts";
import type { Run } from "./run.ts";
import {
	flowsInside,
	type Json,
	type State,
	StateFailure,
} from "./states-language.ts";

/** Runs the branches of a Parallel: the first that fails ends the others. @returns their outputs. */
export function runBranches(
	state: State,
	input: Json,
	run: Run,
): Promise<readonly Json[]> {
	return together(run, (inside) =>
		flowsInside(state).map((branch) => run.runFlow(branch, input, inside)),
	);
}

/** Runs the processor of a Map for each item, at most `MaxConcurrency` at a time. @returns their outputs. */
export async function runItems(
	state: State,
	input: Json,
	run: Run,
): Promise<readonly Json[]> {
	const { ItemsPath, ItemSelector = state.Parameters } = state;
	const items = await at(ItemsPath ?? "$", input, run);
	if (!Array.isArray(items))
		throw new StateFailure(
			"States.Runtime",
			`The items of a Map have to be a list: ItemsPath ${ItemsPath ?? "$"} leads to ${JSON.stringify(items)}`,
		);
	const [processor] = flowsInside(state);
	const queue = [...items.entries()];
	const outputs: Json[] = [];
	const work = async (inside: Run) => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const [Index, Value] = next;
			const context = { ...run.context, Map: { Item: { Index, Value } } };
			const item =
				ItemSelector === undefined
					? Value
					: await evaluate(
							{ Type: "Pass", Parameters: ItemSelector },
							input,
							context,
						);
			if (processor !== undefined)
				outputs[Index] = await run.runFlow(processor, item, {
					...inside,
					context,
				});
		}
	};
	await together(run, (inside) =>
		items
			.slice(0, state.MaxConcurrency || items.length)
			.map(() => work(inside)),
	);
	return outputs;
}

async function at(path: string, input: Json, run: Run): Promise<Json> {
	const found = (await evaluate(
		{ Type: "Pass", Parameters: { "found.$": path } },
		input,
		run.context,
	)) as { readonly found: Json };
	return found.found;
}

async function together<T>(
	run: Run,
	start: (inside: Run) => readonly Promise<T>[],
): Promise<T[]> {
	const failed = new AbortController();
	const signal = AbortSignal.any([run.signal, failed.signal]);
	try {
		return await Promise.all(start({ ...run, signal }));
	} finally {
		failed.abort();
	}
}
