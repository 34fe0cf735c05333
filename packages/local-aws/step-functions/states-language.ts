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
	readonly Type: string;
	readonly Next?: string;
	readonly InputPath?: string | null;
	readonly OutputPath?: string | null;
	readonly ResultPath?: string | null;
	readonly Parameters?: Json;
	readonly ResultSelector?: Json;
	readonly Resource?: string;
	readonly TimeoutSeconds?: number;
	readonly TimeoutSecondsPath?: string;
	readonly HeartbeatSeconds?: number;
	readonly HeartbeatSecondsPath?: string;
	readonly Retry?: readonly Retrier[];
	readonly Catch?: readonly Catcher[];
	readonly Seconds?: number;
	readonly SecondsPath?: string;
	readonly Timestamp?: string;
	readonly TimestampPath?: string;
	readonly Error?: string;
	readonly ErrorPath?: string;
	readonly Cause?: string;
	readonly CausePath?: string;
	readonly Choices?: readonly { readonly Next: string }[];
	readonly Default?: string;
	readonly Branches?: readonly Flow[];
	readonly Iterator?: Flow;
	readonly ItemProcessor?: Flow;
	readonly ItemSelector?: Json;
	readonly ItemsPath?: string;
	readonly MaxConcurrency?: number;
}

export interface Retrier {
	readonly ErrorEquals: readonly string[];
	readonly IntervalSeconds?: number;
	readonly MaxAttempts?: number;
	readonly BackoffRate?: number;
	readonly MaxDelaySeconds?: number;
}

export interface Catcher {
	readonly ErrorEquals: readonly string[];
	readonly Next: string;
	readonly ResultPath?: string | null;
}

/** The flows inside a state: branches of a Parallel, the processor of a Map. */
export function flowsInside(state: State): readonly Flow[] {
	const { Branches = [], ItemProcessor, Iterator: iterator } = state;
	return [...Branches, ItemProcessor ?? [], iterator ?? []].flat();
}

/** An error with a name that Retry and Catch can match. */
export class StateFailure extends Error {
	readonly causeText: string;

	constructor(name: string, causeText = "") {
		super(causeText);
		this.name = name;
		this.causeText = causeText;
	}
}
