import type { Grant, IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import type { MailRoute } from "../../core/event/route.ts";

/** Options of `grantSend`. */
export interface GrantSendOptions {
	/**
	 * Name of the producer in logs, outcome events and counts. It is also the name space of its ids: if two
	 * producers use the same id, both messages are sent.
	 * @default - the unique id of the role
	 */
	readonly producer?: string;

	/**
	 * Unique id of its role, such as `AROA1234567890EXAMPLE`, for a role of another stack or account (RoleId in
	 * IAM).
	 * @default - the id of a role in the sender's stack
	 */
	readonly roleId?: string;

	/**
	 * Whether its messages with `priority: "high"` may use the part of the daily limit that is reserved for them.
	 * Needs a `producer` name.
	 * @default false
	 */
	readonly highPriority?: boolean;

	/**
	 * The share of the mailbox's daily limit that it may use, above 0 and up to 1. Further mail waits.
	 * Needs a `producer` name.
	 * @default 1
	 */
	readonly dailyShare?: number;

	/**
	 * Whether it may send messages that are too long for the queue, using the sender's bucket.
	 * @default false
	 */
	readonly largeMessages?: boolean;
}

/** Options of `grantReadOutcomes`. */
export interface ReadOutcomesOptions {
	/**
	 * The producer: its granted name, or the id of its role.
	 * @default - the reader's own
	 */
	readonly producer?: string | undefined;
}

/** Options of `connect`. */
export interface ConnectOptions extends GrantSendOptions {
	/**
	 * Whether it may read the outcome of its messages (`outcomeOf`). For a sender of another stack whose owner has
	 * named it, use that name: `{ producer: "billing" }`.
	 * @default false
	 */
	readonly outcomes?: boolean | { readonly producer: string };

	/**
	 * Whether it may schedule mail more than 15 minutes ahead (`scheduleEmail`).
	 * @default false
	 */
	readonly schedule?: boolean;
}

/** A sender of this app, or one imported from another stack or account by its queue or manifest. */
export interface IGmailSender extends IConstruct {
	/** The queue that takes messages of format version 1. */
	readonly queue: IQueue;

	/** Whether it dead-letters events of unverified origin; undefined where that is not known. */
	readonly refusesUnverified?: boolean;

	/** Its name in outcome events; undefined where that is not known. */
	readonly senderName?: string | undefined;

	/** Whether its outcome events are forwarded to the default event bus of this account and region. */
	readonly forwardsOutcomes?: boolean;

	/** Allows a workload to send mail. */
	grantSend(grantee: IGrantable, options?: GrantSendOptions): Grant;

	/**
	 * Allows a workload to read only the outcome of one producer's messages (`outcomeOf`).
	 * @throws Error for a sender of another stack without its manifest, or of another account.
	 */
	grantReadOutcomes(grantee: IGrantable, options?: ReadOutcomesOptions): Grant;

	/**
	 * Allows a workload to schedule mail more than 15 minutes ahead (`scheduleEmail`).
	 * @throws Error for a sender of another account that has not allowed it, with the statement to send to its owner.
	 */
	grantSchedule(grantee: IGrantable): Grant;

	/**
	 * Gives a function what the publisher library needs: permissions, and environment variables that identify the sender.
	 * @throws Error when it is already connected to another sender, or when a grant throws.
	 */
	connect(fn: LambdaFunction, options?: ConnectOptions): void;

	/**
	 * Sends mail about events of a service.
	 * @throws Error for a sender of another stack, with the route to send to its owner.
	 */
	addRoute(route: MailRoute): void;

	/**
	 * Called before a statement that allows a service to publish is added to the queue policy.
	 * @throws Error for a sender of another stack that has not allowed it, with the statement to send to its owner.
	 */
	requireQueuePolicy(what: string, statement: PolicyStatement): void;

	/**
	 * Allows the sender to answer the task tokens of a state machine.
	 * @throws Error for a sender of another stack, with the statement to send to its owner.
	 */
	grantTaskResponses(stateMachineArn: string, scope: IConstruct): void;
}
