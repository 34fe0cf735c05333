/** A JSON value, as states hand it on. */
export type Json =
	| null
	| boolean
	| number
	| string
	| readonly Json[]
	| { readonly [key: string]: Json };

/** Amazon States Language, as far as a local run reads it itself. */
export interface Flow {
	readonly StartAt: string;
	readonly States: Readonly<Record<string, State>>;
	readonly TimeoutSeconds?: number;
}

export interface State {
	readonly [field: string]: unknown;
	readonly Type: string;
	readonly Next?: string;
	readonly InputPath?: string | null;
	readonly Parameters?: Json;
	readonly Resource?: string;
	readonly Retry?: readonly Retrier[];
	readonly Catch?: readonly Catcher[];
	readonly Choices?: readonly { readonly Next: string }[];
	readonly Default?: string;
	readonly Branches?: readonly Flow[];
	readonly Iterator?: Flow;
	readonly ItemProcessor?: Flow;
	readonly ItemSelector?: Json;
}

/** What Retry and Catch have in common. */
export interface Rule {
	readonly ErrorEquals: readonly string[];
}

export interface Retrier extends Rule {
	readonly IntervalSeconds?: number;
	readonly MaxAttempts?: number;
	readonly BackoffRate?: number;
	readonly MaxDelaySeconds?: number;
}

export interface Catcher extends Rule {
	readonly Next: string;
	readonly ResultPath?: string | null;
}

/** The flows inside a state: branches of a Parallel, the processor of a Map. */
export function flowsInside(state: State): readonly Flow[] {
	const { Branches = [], ItemProcessor, Iterator: iterator } = state;
	return [...Branches, ItemProcessor ?? iterator ?? []].flat();
}

/** An error with a name that Retry and Catch can match; its message is the cause. */
export class StateFailure extends Error {
	constructor(name: string, cause = "") {
		super(cause);
		this.name = name;
	}
}
