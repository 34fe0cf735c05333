import { type AwsArguments, Unknown } from "./aws-arguments.ts";

type Output = { readonly OutputKey?: string; readonly OutputValue?: string };
type Stack = {
	readonly StackName?: string;
	readonly Outputs?: readonly Output[];
};

/** An answer as `aws` prints it; of --query only what the documents ask for. */
export function outputOf(args: AwsArguments, answer: unknown): string {
	if (typeof answer === "string") return answer;
	const chosen = args.has("query")
		? select(args.text("query"), answer)
		: answer;
	if (chosen === undefined) return "";
	return args.text("output", "json") === "text"
		? [chosen].flat().map(String).join("\t")
		: JSON.stringify(chosen, null, 4);
}

function select(query: string, answer: unknown): unknown {
	if (query === "Target")
		return (answer as { readonly Target?: object }).Target;
	const { Stacks = [] } = answer as { readonly Stacks?: readonly Stack[] };
	if (query === "Stacks[].StackName")
		return Stacks.map(({ StackName }) => StackName);
	const [, equal, part] =
		/^Stacks\[0\]\.Outputs\[\?(?:OutputKey=='(\w+)'|contains\(OutputKey, '(\w+)'\))\]\.OutputValue$/.exec(
			query,
		) ?? [];
	if (equal === undefined && part === undefined)
		throw new Unknown(`unknown --query ${query}`);
	return (Stacks[0]?.Outputs ?? [])
		.filter(({ OutputKey = "" }) =>
			equal === undefined
				? OutputKey.includes(part ?? "")
				: OutputKey === equal,
		)
		.map(({ OutputValue }) => OutputValue);
}
