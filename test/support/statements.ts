import type { Template } from "aws-cdk-lib/assertions";

/** An IAM statement as `Sid: action, action on resource, resource`, each resource by its last part. */
export function statementsOf(
	template: Template,
	role: "breaker" | "sending",
): readonly string[] {
	const roles = template.findResources("AWS::IAM::Role", {
		Properties: { Description: `What the ${role} function may do` },
	});
	const [roleId] = Object.keys(roles);
	return Object.values(template.findResources("AWS::IAM::Policy"))
		.map(({ Properties }) => Properties)
		.filter(({ Roles }) => Roles.some(({ Ref }: Ref) => Ref === roleId))
		.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
		.map(
			({ Sid = "-", Action, Resource }) =>
				`${Sid}: ${[Action].flat().join(" ")} on ${[Resource].flat().map(resourceName).join(" ")}`,
		);
}

interface Ref {
	readonly Ref: string;
}

// Logical ids without their hash, and what a join has of its own.
export function resourceName(resource: unknown): string {
	return [...JSON.stringify(resource).matchAll(/"([^"]*)"/g)]
		.map(([, text = ""]) => text.replace(/[0-9A-F]{8}$/, ""))
		.filter((text) => !/^(Fn::|Ref$|Arn$|AWS::|arn:$|:$|$)/.test(text))
		.join("");
}
