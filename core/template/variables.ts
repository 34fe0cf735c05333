import {
	analyzeSync,
	type Template,
	type Token,
	Value,
	type Variable,
} from "liquidjs";

/** What a tag or output reads: a value with its filters, or a bare token. */
export type Argument =
	ReturnType<NonNullable<Template["arguments"]>> extends Iterable<infer One>
		? One
		: never;

export function argumentsOf(template: Template): readonly Argument[] {
	return [...(template.arguments?.() ?? [])];
}

/** The only token of a value that no filter changes. */
export function bareToken(argument: Argument): Token | undefined {
	if (!(argument instanceof Value)) return argument;
	const [token, ...more] = argument.initial.postfix;
	return more.length === 0 && argument.filters.length === 0 ? token : undefined;
}

/** The variables in arguments of a tag or output; those of the tags inside it are not among them. */
export function variablesIn(
	{ token, render }: Template,
	args: readonly Argument[],
): readonly Variable[] {
	// liquidjs analyses whole templates: this one has no children.
	const alone: Template = { token, render, arguments: () => args };
	return Object.values(analyzeSync([alone]).variables).flat();
}
