import type { Grant, IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import type { MailRoute } from "../../functions/send-email/contract.ts";

/** Options of `grantSend`. */
export interface GrantSendOptions {
	/**
	 * Name of the producer in logs, outcome events and counts.
	 * @default - AWS's own id of the role
	 */
	readonly producer?: string;

	/**
	 * Whether its messages with `priority: "high"` may use the part of the daily limit that is kept for them.
	 * Needs a `producer` name.
	 * @default false
	 */
	readonly highPriority?: boolean;
}

/** A sender of this app, or one of another stack or account that is known by its queue or manifest. */
export interface IGmailSender extends IConstruct {
	/** The queue that takes messages of format version 1. */
	readonly queue: IQueue;

	/** Lets a workload send mail. */
	grantSend(grantee: IGrantable, options?: GrantSendOptions): Grant;

	/**
	 * Turns events of a service into mail.
	 * @throws Error for a sender of another stack, with the route to send to its owner.
	 */
	addRoute(route: MailRoute): void;

	/**
	 * Told by whatever lets a service publish by a statement in the queue's own policy, before it adds it.
	 * @throws Error for a sender of another stack that has not allowed it, with the statement to send to its owner.
	 */
	requireQueuePolicy(what: string, statement: PolicyStatement): void;

	/**
	 * Lets the sender answer the task tokens of a state machine.
	 * @throws Error for a sender of another stack, with the statement to send to its owner.
	 */
	grantTaskResponses(stateMachineArn: string, scope: IConstruct): void;
}
