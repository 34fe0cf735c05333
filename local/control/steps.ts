const MINUTE_MS = 60_000;
/** What was begun a moment ago is seen minute by minute … */
const FIRST_STEPS = 10;
/** … and so is what alarms look at in the end: five periods of a minute, and three of five minutes. */
const LAST_STEPS = 20;
/** In between no more steps than this, unless they would be too long. */
const MIDDLE_STEPS = 96;
const SHORTEST_MS = 5 * MINUTE_MS;
/** What is due every hour happens every hour. */
const LONGEST_MS = 60 * MINUTE_MS;

/** The steps of a move of the clock, in ms: short at both ends, longer in the middle of a long one. */
export function stepsOf(ms: number): readonly number[] {
	const first = cut(Math.min(ms, FIRST_STEPS * MINUTE_MS), MINUTE_MS);
	const left = ms - sum(first);
	const last = cut(Math.min(left, LAST_STEPS * MINUTE_MS), MINUTE_MS);
	const middle = left - sum(last);
	const wished = Math.ceil(middle / MIDDLE_STEPS / MINUTE_MS) * MINUTE_MS;
	const step = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wished));
	return [...first, ...cut(middle, step), ...last];
}

function cut(ms: number, step: number): readonly number[] {
	const count = Math.ceil(ms / step);
	return Array.from({ length: count }, (_, index) =>
		index < count - 1 ? step : ms - (count - 1) * step,
	);
}

function sum(steps: readonly number[]): number {
	return steps.reduce((total, step) => total + step, 0);
}
