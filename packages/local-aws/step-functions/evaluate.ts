import { ExecutionError, StateMachine } from "aws-local-stepfunctions";
import { type Json, type State, StateFailure } from "./states-language.ts";

/** What `$$` stands for. */
export type Context = Readonly<Record<string, unknown>>;

/** Name of the only state of the machine that evaluates one state. */
const IT = "It";
/** The library has a time-out of 60 s by real time: the longest a timer takes puts it out of the way. */
const NEVER_SECONDS = 2_000_000;

/**
 * One state, alone, done by the library: paths, intrinsic functions, payload templates.
 * `task` stands for the resource of a Task. @throws Failure
 */
export async function evaluate(
	state: Partial<State> & { readonly Type: string },
	input: Json,
	context: Context,
	task?: (parameters: Json) => Promise<Json>,
): Promise<Json> {
	const states = {
		[IT]: {
			...withoutRules(state),
			...(task === undefined
				? {}
				: { Resource: IT, TimeoutSeconds: NEVER_SECONDS }),
			End: true,
		},
	};
	return runMachine(states, input, context, task);
}

/** The next state that a Choice comes to, and its output. @throws Failure */
export async function evaluateChoice(
	state: State,
	input: Json,
	context: Context,
): Promise<{ readonly next: string; readonly output: Json }> {
	const { Choices = [], Default } = state;
	const targets = [...Choices.map(({ Next }) => Next), Default ?? []].flat();
	const states = {
		[IT]: {
			...state,
			Choices: Choices.map((rule) => ({ ...rule, Next: `to ${rule.Next}` })),
			...(Default === undefined ? {} : { Default: `to ${Default}` }),
		},
		...Object.fromEntries(
			targets.map((next) => [
				`to ${next}`,
				{ Type: "Pass", Parameters: { next, "output.$": "$" }, End: true },
			]),
		),
	};
	return (await runMachine(states, input, context)) as {
		readonly next: string;
		readonly output: Json;
	};
}

async function runMachine(
	States: object,
	input: Json,
	context: Context,
	task?: (parameters: Json) => Promise<Json>,
): Promise<Json> {
	const machine = new StateMachine({ StartAt: IT, States } as never, {
		validationOptions: { noValidate: true },
	});
	try {
		const { result } = machine.run(input as never, {
			// Its Execution is that of the one state: the definition's paths lead to ours.
			context: { [OUR_CONTEXT]: context },
			overrides: {
				taskResourceLocalHandlers:
					task === undefined ? {} : { [IT]: task as never },
			},
		});
		return (await result) as Json;
	} catch (error) {
		if (!(error instanceof ExecutionError)) throw error;
		const { cause } = error;
		if (cause instanceof StateFailure) throw cause;
		if (!(cause instanceof Error)) throw error;
		throw new StateFailure(libraryName(cause), cause.message);
	}
}

const OUR_CONTEXT = "Context";

/** The state with its `$$` paths leading to the context that `evaluate` is given. */
export function withContextPaths<T>(value: T): T {
	return JSON.parse(JSON.stringify(value), (key, inner) =>
		/(\.\$|Path|^Variable)$/.test(key) && /^(\$|States\.)/.test(String(inner))
			? String(inner).replaceAll("$$", () => `$$.${OUR_CONTEXT}`)
			: inner,
	);
}

function withoutRules(state: object): object {
	const { Retry, Catch, Next, TimeoutSecondsPath, ...rest } =
		state as Partial<State>;
	// To the library `$` would be a field's name.
	const { ResultPath, ...others } = rest;
	return ResultPath === "$" ? others : rest;
}

function libraryName({ name }: Error): string {
	return name.startsWith("States.") ? name : "States.Runtime";
}
