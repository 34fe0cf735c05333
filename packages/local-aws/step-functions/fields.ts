import { evaluate } from "./evaluate.ts";
import type { Run } from "./run.ts";
import type { Json, State } from "./states-language.ts";

const FIELDS = [
	"Seconds",
	"Timestamp",
	"Error",
	"Cause",
	"TimeoutSeconds",
	"HeartbeatSeconds",
] as const;
type Values = Partial<Record<(typeof FIELDS)[number], Json>>;

/** Fields that a state has either as they are or, as `<Field>Path`, in its input. */
export async function resolvePaths(
	state: State,
	input: Json,
	{ context }: Run,
): Promise<Values> {
	const template = FIELDS.flatMap((field) => {
		const path = state[`${field}Path` as keyof State];
		if (path !== undefined) return [[`${field}.$`, path]];
		const value = state[field];
		return value === undefined ? [] : [[field, value]];
	});
	if (template.length === 0) return {};
	const { InputPath } = state;
	return (await evaluate(
		{
			Type: "Pass",
			...(InputPath === undefined ? {} : { InputPath }),
			Parameters: Object.fromEntries(template),
		},
		input,
		context,
	)) as Values;
}
