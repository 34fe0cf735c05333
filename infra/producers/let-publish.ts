import {
	type Conditions,
	type IPrincipal,
	PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import type { IConstruct, IDependable } from "constructs";
import {
	addToKey,
	keyStatementOf,
} from "../constructs/access/key-statements.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/** A queue, and what happens before its policy is added to: a sender's, or a listener's. */
export type GuardedQueue = Pick<IGmailSender, "queue" | "requireQueuePolicy">;

interface Publisher {
	/** In the words of an error: `the topic Team/Orders`. */
	readonly what: string;
	/** Beginning of the statement's id. */
	readonly kind: string;
	/** What publishes; its address makes the statement's id unique. */
	readonly source: IConstruct;
	readonly principals: readonly IPrincipal[];
	readonly conditions: Conditions;
}

/**
 * Allows a service to send to a queue for one source, by one queue policy statement, and to use its
 * key.
 *
 * @returns what has to exist before the service's own resource; undefined for a sender of another stack.
 * @throws Error for a sender of another stack that has not allowed it.
 */
export function letPublish(
	guarded: GuardedQueue,
	{ what, kind, source, principals, conditions }: Publisher,
): IDependable | undefined {
	const { queue } = guarded;
	const statement = new PolicyStatement({
		sid: `${kind}${source.node.addr.slice(-8)}`,
		principals: [...principals],
		actions: ["sqs:SendMessage"],
		resources: [queue.queueArn],
		conditions,
	});
	guarded.requireQueuePolicy(what, statement);
	const { statementAdded, policyDependable } =
		queue.addToResourcePolicy(statement);
	// Its owner has written both policies.
	if (!statementAdded) return undefined;
	addToKey(queue, keyStatementOf(queue, statement), source);
	return policyDependable;
}
