import { Annotations } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IConstruct } from "constructs";
import { asText } from "../constructs/imported/as-text.ts";

/** Tells, at each synth, of a statement that nobody but the owner of a resource can add to its policy. */
export function askOwner(
	scope: IConstruct,
	resource: string,
	statement: PolicyStatement,
): void {
	const json = JSON.stringify(asText(scope, statement.toJSON()));
	const gaps = json.includes("<")
		? " (what stands in < > is known once this stack is deployed)"
		: "";
	Annotations.of(scope).addWarningV2(
		"sqs-gmail-sender:policy-of-another-owner",
		`${scope.node.path} delivers nothing unless the policy of ${resource} has this statement. Ask its owner to add it${gaps}, and then acknowledge this warning: ${json}`,
	);
}
