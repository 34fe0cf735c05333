const CLOUDWATCH = "cloudwatch.amazonaws.com";

interface Statement {
	readonly Effect?: string;
	readonly Principal?:
		| string
		| Readonly<Record<string, string | readonly string[]>>;
	readonly Action?: string | readonly string[];
}

/** Whether a resource policy (JSON) allows an action to CloudWatch, or to everybody. Conditions and denials are not looked at. */
export function allows(policy: string, action: string): boolean {
	return statementsOf(policy).some(
		({ Effect, Principal, Action = [] }) =>
			Effect === "Allow" &&
			isCloudWatch(Principal) &&
			[Action].flat().some((pattern) => fits(pattern, action)),
	);
}

/** The policy (JSON) with a statement more. */
export function allowing(policy: string, statement: object): string {
	return JSON.stringify({
		...JSON.parse(policy),
		Statement: [...statementsOf(policy), statement],
	});
}

function statementsOf(policy: string): readonly Statement[] {
	const { Statement = [] } = JSON.parse(policy) as {
		readonly Statement?: Statement | readonly Statement[];
	};
	return [Statement].flat();
}

function isCloudWatch(principal: Statement["Principal"]): boolean {
	if (principal === undefined) return false;
	if (typeof principal === "string") return principal === "*";
	const { Service = [], AWS = [] } = principal;
	return [Service].flat().includes(CLOUDWATCH) || [AWS].flat().includes("*");
}

/** Actions are compared without case, and may end with an asterisk. */
function fits(pattern: string, action: string): boolean {
	const wanted = pattern.toLowerCase();
	const asked = action.toLowerCase();
	return wanted.endsWith("*")
		? asked.startsWith(wanted.slice(0, -1))
		: asked === wanted;
}
