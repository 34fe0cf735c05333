import { StateMachine } from "aws-local-stepfunctions";
import {
	type Flow,
	type Json,
	type State,
	StateFailure,
} from "./states-language.ts";

/** What `$$` stands for. */
export type Context = Readonly<Record<string, unknown>>;

/** A state's output, and the state after it; undefined at the end. */
export interface StateOutput {
	readonly output: Json;
	readonly next: string | undefined;
}

/** What is done by the Tasks of a machine, by their names. */
type Tasks = Readonly<Record<string, (input: never) => Promise<Json>>>;

/** Name of the state that is evaluated: no other is called so. */
export const IT = "";
/** The library has a time-out of 60 s by real time: the longest a timer takes puts it out of the way. */
const NEVER_SECONDS = 2_000_000;

/** A flow that is a Task. */
export function taskFlow(name: string): Flow {
	const TimeoutSeconds = NEVER_SECONDS;
	return {
		StartAt: name,
		States: {
			[name]: { Type: "Task", Resource: name, TimeoutSeconds, End: true },
		},
	};
}

/**
 * One state, alone, done by the library: paths, intrinsic functions, payload templates, choices, items.
 * @throws StateFailure
 */
export async function evaluate(
	state: State,
	input: Json,
	context: Context,
	tasks: Tasks = {},
): Promise<StateOutput> {
	const { Retry, Catch, Next, ...it } = state;
	const { Choices = [], Default } = state;
	const targets = [...Choices.map((rule) => rule.Next), Default ?? []].flat();
	const goOn = targets.map((next) => [
		next,
		async (output: Json) => ({ output, next }),
	]);
	const States = Object.assign(
		{ [IT]: { ...it, TimeoutSeconds: NEVER_SECONDS, End: true } },
		...targets.map((next) => taskFlow(next).States),
	);
	const machine = new StateMachine({ StartAt: IT, States } as never, {
		validationOptions: { noValidate: true },
	});
	const taskResourceLocalHandlers =
		targets.length > 0 ? Object.fromEntries(goOn) : tasks;
	try {
		const { result } = machine.run(input as never, {
			// The library's Execution is that of the one state, its Map that of the items being mapped.
			context: { [OUR_CONTEXT]: context, Map: context.Map },
			overrides: { taskResourceLocalHandlers },
		});
		const output: unknown = await result;
		return targets.length > 0
			? (output as StateOutput)
			: { output: output as Json, next: Next };
	} catch (error) {
		const { cause } = error as Error;
		if (cause instanceof StateFailure) throw cause;
		const { name, message } = cause as Error;
		throw new StateFailure(
			name.startsWith("States.") ? name : "States.Runtime",
			message,
		);
	}
}

const FIELD =
	/^(Seconds|Timestamp|Error|Cause|TimeoutSeconds|HeartbeatSeconds)(Path)?$/;

/** Fields that a state has either as they are or, as `<Field>Path`, in its input. @throws StateFailure */
export async function fieldsOf(
	state: State,
	input: Json,
	context: Context,
): Promise<{ readonly [field: string]: Json }> {
	const Parameters = Object.entries(state).flatMap(([key, value]) => {
		const [, field, path] = FIELD.exec(key) ?? [];
		return field === undefined ? [] : [[path ? `${field}.$` : field, value]];
	});
	const { InputPath } = state;
	const pass = {
		Type: "Pass",
		...(InputPath === undefined ? {} : { InputPath }),
		Parameters: Object.fromEntries(Parameters),
	};
	const { output } = await evaluate(pass, input, context);
	return output as { readonly [field: string]: Json };
}

const OUR_CONTEXT = "Context";

/** The definition as the library takes it: `$$` leads to our context, and `$` is no ResultPath. */
export function forLibrary<T>(definition: T): T {
	return JSON.parse(JSON.stringify(definition), (key, value) => {
		// To the library it would be a field's name.
		if (key === "ResultPath" && value === "$") return undefined;
		return /(\.\$|Path|^Variable)$/.test(key) &&
			/^(\$|States\.)/.test(String(value))
			? value.replaceAll(/\$\$(?!\.Map\b)/g, () => `$$.${OUR_CONTEXT}`)
			: value;
	});
}
