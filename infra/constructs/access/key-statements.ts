import { Annotations, Stack } from "aws-cdk-lib";
import {
	type IPrincipal,
	PolicyStatement,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";

/** What SQS asks of the key on behalf of whoever sends. */
const ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"];

/**
 * What AWS documents for services that send to an encrypted queue. It has no condition on the source:
 * not every service brings one along to KMS (EventBridge does not), and what may send is said by the
 * queue's own policy. `*` in a key's policy is that key.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function keyStatementOfServices(
	sid: string,
	services: readonly IPrincipal[],
): PolicyStatement {
	return new PolicyStatement({
		sid,
		principals: [...services],
		actions: ACTIONS,
		resources: ["*"],
	});
}

/** The key for principals of other accounts, by way of SQS alone. */
export function keyStatementOfPrincipals(
	queue: IQueue,
	sid: string,
	principals: readonly IPrincipal[],
): PolicyStatement {
	const statement = new PolicyStatement({
		sid,
		principals: [...principals],
		actions: ACTIONS,
		resources: ["*"],
	});
	statement.addCondition("StringEquals", {
		"kms:ViaService": `sqs.${queue.env.region}.amazonaws.com`,
	});
	return statement;
}

/** What the queue's key needs besides a statement of the queue's policy. */
export function keyStatementOf(
	queue: IQueue,
	{ principals }: PolicyStatement,
): PolicyStatement {
	const services = principals.filter(
		(principal) => principal instanceof ServicePrincipal,
	);
	return services.length === principals.length
		? keyStatementOfServices(
				`MailOf${services.map(nameOf).join("")}`,
				principals,
			)
		: keyStatementOfPrincipals(queue, "MailOfAccounts", principals);
}

// `sns.amazonaws.com` is Sns.
function nameOf({ service }: ServicePrincipal): string {
	const [name = ""] = service.split(".");
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Adds to the key's policy, or tells what its owner has to add. */
export function addToKey(
	scope: IConstruct,
	key: IKey,
	statement: PolicyStatement,
): void {
	if (key.addToResourcePolicy(statement, true).statementAdded) return;
	Annotations.of(scope).addWarningV2(
		`sqs-gmail-sender:key-of-another-stack-${statement.sid}`,
		`Nothing is delivered unless the policy of the imported key ${key.node.path} has this statement; ask its owner to add it: ${JSON.stringify(Stack.of(scope).resolve(statement.toJSON()))}`,
	);
}
