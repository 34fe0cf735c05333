import type { Retrier, Rule, State } from "./states-language.ts";

/** Errors that only a rule with their name matches: the flow itself is wrong. */
const FATAL = ["States.Runtime", "States.DataLimitExceeded"];
const TIMEOUTS = ["States.Timeout", "States.HeartbeatTimeout"];

/** The first rule that matches an error of a state. */
export function ruleOf<T extends Rule>(
	rules: readonly T[] = [],
	errorName: string,
	{ Type }: State,
): T | undefined {
	const names = [errorName];
	if (TIMEOUTS.includes(errorName)) names.push("States.Timeout", "States.ALL");
	else if (!FATAL.includes(errorName))
		names.push("States.ALL", ...(Type === "Task" ? ["States.TaskFailed"] : []));
	return rules.find(({ ErrorEquals }) =>
		ErrorEquals.some((name) => names.includes(name)),
	);
}

/** Milliseconds to wait before the next attempt, when `used` of a rule's attempts are over. */
export function delayMs(rule: Retrier, used: number): number {
	const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds } = rule;
	const seconds = IntervalSeconds * BackoffRate ** used;
	return Math.min(seconds, MaxDelaySeconds ?? seconds) * 1000;
}
