/** Takes `name`, `name VALUE` or `name=VALUE` with a whole number out of arguments. */
export function takeOptionalNumber(
	args: readonly string[],
	name: string,
): {
	readonly rest: string[];
	/** undefined: it is not there; an empty text: it has no value. */
	readonly text: string | undefined;
} {
	const at = args.findIndex(
		(arg) => arg === name || arg.startsWith(`${name}=`),
	);
	if (at < 0) return { rest: [...args], text: undefined };
	const [, inline] = (args[at] ?? "").split("=");
	const following = args[at + 1] ?? "";
	const takes = inline === undefined && /^\d+$/.test(following);
	return {
		rest: args.toSpliced(at, takes ? 2 : 1),
		text: inline ?? (takes ? following : ""),
	};
}
