const MS_PER: Readonly<Record<string, number>> = {
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
};

/**
 * The period in ms of a schedule such as `rate(5 minutes)`.
 * @throws Error that says what a local run takes, for any other expression.
 */
export function ratePeriodMs(rule: string, expression: string): number {
	const [, count = "", unit = "", plural] =
		/^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
	if (count === "" || (count === "1") !== (plural === ""))
		throw new Error(
			`Cannot run the rule ${rule} as its schedule is ${expression}: allowed here are rate(1 minute), rate(5 minutes) and the like with hours and days; give the rule such a rate`,
		);
	return Number(count) * (MS_PER[unit] ?? 0);
}

/** When a schedule that began at `since` fires next after `now` (all epoch ms): what was missed is not made up for. */
export function nextFiring(
	since: number,
	periodMs: number,
	now: number,
): number {
	return since + (Math.floor((now - since) / periodMs) + 1) * periodMs;
}
