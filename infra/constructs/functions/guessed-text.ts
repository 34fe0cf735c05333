/** `https://sqs.eu-central-1.amazonaws.com/123456789012/` and `arn:aws:events:eu-central-1:123456789012:rule/` are shorter. */
const BEFORE_NAME = { address: 60, arn: 48 };
/** What CloudFormation puts behind a logical id to make a name of it. */
const BEHIND_NAME = 14;
const PSEUDO: Readonly<Record<string, number>> = {
	"AWS::AccountId": 12,
	"AWS::Region": 14,
	"AWS::Partition": 6,
	"AWS::URLSuffix": 13,
	"AWS::StackName": 40,
};

/** A resolved value in which each reference is as long a text as it may get at the deployment. */
export function guessed(value: unknown, stackName: string): unknown {
	if (Array.isArray(value)) return value.map((one) => guessed(one, stackName));
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value);
	const [[fn, operand] = ["", ""]] = entries;
	if (fn === "Fn::Join" && Array.isArray(operand))
		return [guessed(operand[1], stackName)].flat().join(String(operand[0]));
	return fn === "Ref" || fn.startsWith("Fn::")
		? "x".repeat(lengthOf(operand, stackName))
		: Object.fromEntries(
				entries.map(([key, one]) => [key, guessed(one, stackName)]),
			);
}

function lengthOf(operand: unknown, stackName: string): number {
	const [id = "", attribute = ""] = [operand].flat().map(String);
	const known = PSEUDO[id];
	if (known !== undefined) return known;
	// The id that IAM gives a role, such as AROAEXAMPLEID12345678.
	if (attribute === "RoleId") return 21;
	const before = attribute === "Arn" ? BEFORE_NAME.arn : BEFORE_NAME.address;
	return before + stackName.length + 1 + id.length + BEHIND_NAME;
}
