import { Annotations, Stack } from "aws-cdk-lib";
import {
	type Conditions,
	type IPrincipal,
	PolicyStatement,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";

/** What SQS asks of the key on behalf of whoever sends. `*` in a key's policy is that key. */
export function keyStatement(
	sid: string,
	principals: readonly IPrincipal[],
	conditions: Conditions = {},
): PolicyStatement {
	return new PolicyStatement({
		sid,
		principals: [...principals],
		actions: ["kms:Decrypt", "kms:GenerateDataKey"],
		resources: ["*"],
		conditions,
	});
}

/** By way of SQS alone. */
export function viaSqs({ env }: IQueue): Readonly<Record<string, unknown>> {
	return { "kms:ViaService": `sqs.${env.region}.amazonaws.com` };
}

/**
 * What the queue's key needs besides a statement of the queue's policy. For services it is what AWS documents,
 * which has no condition on the source: not every service brings one along to KMS (EventBridge does not),
 * and what may send is said by the queue's own policy.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function keyStatementOf(
	queue: IQueue,
	{ principals }: PolicyStatement,
): PolicyStatement {
	const services = principals.filter(
		(principal) => principal instanceof ServicePrincipal,
	);
	return services.length === principals.length
		? keyStatement(`MailOf${services.map(nameOf).join("")}`, principals)
		: keyStatement("MailOfAccounts", principals, {
				StringEquals: viaSqs(queue),
			});
}

// `sns.amazonaws.com` is Sns.
function nameOf({ service }: ServicePrincipal): string {
	const [name = ""] = service.split(".");
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Adds to the policy of the queue's key, if it has one, or tells at `scope` what its owner has to add. */
export function addToKey(
	queue: IQueue,
	statement: PolicyStatement,
	scope: IConstruct = queue,
): void {
	const key = queue.encryptionMasterKey;
	if (key === undefined) return;
	if (key.addToResourcePolicy(statement, true).statementAdded) return;
	Annotations.of(scope).addWarningV2(
		`sqs-gmail-sender:key-of-another-stack-${statement.sid}`,
		`Nothing is delivered unless the policy of the imported key ${key.node.path} has this statement; ask its owner to add it: ${JSON.stringify(Stack.of(scope).resolve(statement.toJSON()))}`,
	);
}
