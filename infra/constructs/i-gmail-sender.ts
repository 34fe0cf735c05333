import type { Grant, IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import type { MailRoute } from "../../core/event/route.ts";

/** Options of `grantSend`. */
export interface GrantSendOptions {
	/**
	 * Name of the producer in logs, outcome events and counts, and of the name space of its ids: two producers that
	 * choose the same id have two messages.
	 * @default - AWS's own id of the role
	 */
	readonly producer?: string;

	/**
	 * AWS's own id of its role, such as `AROA1234567890EXAMPLE`: names a role of another stack or account
	 * (RoleId in what IAM tells of it).
	 * @default - the role's own, when it is of the sender's stack
	 */
	readonly roleId?: string;

	/**
	 * Whether its messages with `priority: "high"` may use the part of the daily limit that is kept for them.
	 * Needs a `producer` name.
	 * @default false
	 */
	readonly highPriority?: boolean;

	/**
	 * The most of the mailbox's daily limit that it may use, above 0 and up to 1; what goes beyond waits.
	 * Needs a `producer` name.
	 * @default 1
	 */
	readonly dailyShare?: number;

	/**
	 * Whether it may send messages that are too long for the queue, by way of the sender's bucket.
	 * @default false
	 */
	readonly largeMessages?: boolean;
}

/** Options of `grantReadOutcomes`. */
export interface ReadOutcomesOptions {
	/**
	 * Whose messages: a producer's granted name, or the id of its role.
	 * @default - the reader's own
	 */
	readonly producer?: string | undefined;
}

/** Options of `connect`. */
export interface ConnectOptions extends GrantSendOptions {
	/**
	 * Whether it may ask what became of its messages (`outcomeOf`). For a sender of another stack whose owner has
	 * named it, the name: `{ producer: "billing" }`.
	 * @default false
	 */
	readonly outcomes?: boolean | { readonly producer: string };

	/**
	 * Whether it may schedule mail for later than in 15 minutes (`scheduleEmail`).
	 * @default false
	 */
	readonly schedule?: boolean;
}

/** A sender of this app, or one of another stack or account that is known by its queue or manifest. */
export interface IGmailSender extends IConstruct {
	/** The queue that takes messages of format version 1. */
	readonly queue: IQueue;

	/** Whether it dead-letters events that cannot show their origin; undefined where that is not known. */
	readonly refusesUnverified?: boolean;

	/** Lets a workload send mail. */
	grantSend(grantee: IGrantable, options?: GrantSendOptions): Grant;

	/**
	 * Lets a workload read what became of one producer's messages, and nothing else of them (`outcomeOf`).
	 * @throws Error for a sender of another stack without its manifest, or of another account.
	 */
	grantReadOutcomes(grantee: IGrantable, options?: ReadOutcomesOptions): Grant;

	/**
	 * Lets a workload schedule mail for later than in 15 minutes (`scheduleEmail`).
	 * @throws Error for a sender of another account that has not allowed it, with the statement to send to its owner.
	 */
	grantSchedule(grantee: IGrantable): Grant;

	/**
	 * Gives a function all that the publisher library needs: the rights, and the variables by which it finds the sender.
	 * @throws Error when it is connected to another sender already, and what the grants throw.
	 */
	connect(fn: LambdaFunction, options?: ConnectOptions): void;

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
