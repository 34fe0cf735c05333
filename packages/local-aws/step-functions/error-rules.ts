import type { Catcher, Retrier, State } from "./states-language.ts";

const ALL = "States.ALL";
const ANY_FAILED_TASK = "States.TaskFailed";
const TIMEOUT = "States.Timeout";
const HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
/** Errors that no rule may name away: the flow itself is wrong. */
const FATAL = ["States.Runtime", "States.DataLimitExceeded"];

/** Counts the retries of one visit of a state. */
export class Retries {
	readonly #state: State;
	readonly #used: number[];

	constructor(state: State) {
		this.#state = state;
		this.#used = (state.Retry ?? []).map(() => 0);
	}

	/** Milliseconds to wait before the next attempt; undefined: no further attempt. */
	next(errorName: string): number | undefined {
		const { Retry = [] } = this.#state;
		const index = Retry.findIndex((rule) =>
			matches(rule, errorName, this.#state),
		);
		const rule = Retry[index];
		const used = this.#used[index] ?? 0;
		if (rule === undefined || used >= (rule.MaxAttempts ?? 3)) return undefined;
		this.#used[index] = used + 1;
		return delayMs(rule, used);
	}
}

/** The state's catcher of an error. */
export function catcherOf(
	state: State,
	errorName: string,
): Catcher | undefined {
	return state.Catch?.find((rule) => matches(rule, errorName, state));
}

function matches(
	{ ErrorEquals }: Retrier | Catcher,
	errorName: string,
	{ Type }: State,
): boolean {
	return ErrorEquals.some((wanted) => {
		if (wanted === errorName) return true;
		if (FATAL.includes(errorName)) return false;
		if (wanted === ALL) return true;
		const isTimeout = [TIMEOUT, HEARTBEAT_TIMEOUT].includes(errorName);
		if (wanted === TIMEOUT) return isTimeout;
		return wanted === ANY_FAILED_TASK && Type === "Task" && !isTimeout;
	});
}

function delayMs(rule: Retrier, used: number): number {
	const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds } = rule;
	const seconds = IntervalSeconds * BackoffRate ** used;
	return Math.min(seconds, MaxDelaySeconds ?? seconds) * 1000;
}
