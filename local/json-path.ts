/**
 * What a JSON path selects, as EventBridge reads it: `$.detail.items[0].name`, and `*` for every
 * entry, which gives a list. Undefined: nothing is there.
 */
export function selectJson(value: unknown, path: string): unknown {
	const steps = path.match(/[^.[\]]+/g)?.slice(1) ?? [];
	return follow(value, steps);
}

function follow(value: unknown, steps: readonly string[]): unknown {
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	if (typeof value !== "object" || value === null) return undefined;
	if (step === "*")
		return Object.values(value)
			.map((entry) => follow(entry, rest))
			.filter((entry) => entry !== undefined);
	return Object.hasOwn(value, step)
		? follow((value as Record<string, unknown>)[step], rest)
		: undefined;
}
