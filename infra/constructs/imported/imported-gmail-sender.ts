import { Stack, Token } from "aws-cdk-lib";
import {
	AccountPrincipal,
	type Grant,
	type IGrantable,
	PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { MailRoute } from "../../../core/event/route.ts";
import type { SenderManifest } from "../../../core/manifest.ts";
import { connect } from "../access/connect.ts";
import { keyStatementOf } from "../access/key-statements.ts";
import type { Parts } from "../access/producer-grants.ts";
import {
	combined,
	grantOutcomes,
	grantPayloads,
} from "../access/producer-grants.ts";
import { Scheduling } from "../access/scheduling.ts";
import { taskResponses } from "../access/task-responses.ts";
import type {
	ConnectOptions,
	GrantSendOptions,
	IGmailSender,
	ReadOutcomesOptions,
} from "../i-gmail-sender.ts";
import { asText } from "./as-text.ts";
import { importedParts, isOtherAccount } from "./imported-parts.ts";
import { checkKeyArn, checkQueueArn } from "./read-import.ts";

/** What is known of a sender of another stack besides its queue. */
export interface ImportOptions {
	/**
	 * Whether its owner has let this account's services publish: by `allowProducers`, or by the statement
	 * that an earlier synth asked for.
	 * @default - what the manifest says; false without one
	 */
	readonly allowsServices?: boolean;

	/**
	 * Whether its owner lets it answer the task tokens of this app's state machines (`grantTaskResponses`).
	 * @default false
	 */
	readonly answersTasks?: boolean;

	/**
	 * Whether its owner has added the routes that an earlier synth asked for.
	 * @default false
	 */
	readonly hasRoutes?: boolean;

	/**
	 * Whether its owner forwards its outcome events to the default event bus of this account and region, by the
	 * `MailOutcomes` that an earlier synth asked for.
	 * @default false
	 */
	readonly forwardsOutcomes?: boolean;

	/**
	 * ARN of the customer key of its queue.
	 * @default - what the manifest says; none without one
	 */
	readonly encryptionKeyArn?: string;
}

/** A sender of another stack or account: its queue's policy can't be changed from here. */
export class ImportedGmailSender extends Construct implements IGmailSender {
	readonly queue: IQueue;
	readonly senderName: string | undefined;
	readonly forwardsOutcomes: boolean;
	readonly #options: ImportOptions;
	readonly #allowsServices: boolean;
	readonly #parts: Parts;

	constructor(
		scope: Construct,
		id: string,
		props: ImportOptions & {
			readonly queueArn: string;
			readonly manifest?: SenderManifest;
		},
	) {
		super(scope, id);
		const { queueArn, manifest, ...options } = props;
		const keyArn = options.encryptionKeyArn ?? manifest?.encryptionKeyArn;
		checkQueueArn(this.node.path, queueArn);
		checkKeyArn(this.node.path, keyArn);
		this.queue = Queue.fromQueueAttributes(this, "Queue", { queueArn, keyArn });
		this.#parts = importedParts(this, queueArn, manifest);
		this.senderName = manifest?.name;
		this.forwardsOutcomes = options.forwardsOutcomes ?? false;
		this.#options = options;
		this.#allowsServices =
			options.allowsServices ??
			allowsAccount(manifest?.allowedProducers ?? [], Stack.of(this).account);
	}

	grantSend(grantee: IGrantable, options: GrantSendOptions = {}): Grant {
		const { producer, highPriority = false, dailyShare } = options;
		if (producer !== undefined || highPriority || dailyShare !== undefined) {
			throw new Error(
				`Cannot name the producer ${producer ?? ""} from here as the names lie in the sender's own stack: leave producer, highPriority and dailyShare out, and ask its owner to call grantSend(Role.fromRoleArn(…), { producer: "${producer ?? "name"}" }) there`,
			);
		}
		return combined([
			this.queue.grantSendMessages(grantee),
			options.largeMessages === true
				? grantPayloads(this.#parts.payloadBucket(), grantee)
				: undefined,
		]);
	}

	grantReadOutcomes(
		grantee: IGrantable,
		{ producer = this.#parts.spaceOf(grantee) }: ReadOutcomesOptions = {},
	): Grant {
		return grantOutcomes(this, this.#parts.table(), grantee, producer);
	}

	grantSchedule(grantee: IGrantable): Grant {
		const { account } = Stack.of(this);
		if (isOtherAccount(this, this.queue.queueArn)) {
			const statement = new PolicyStatement({
				principals: [new AccountPrincipal(account)],
				actions: ["sqs:SendMessage"],
				resources: [this.queue.queueArn],
			});
			this.requireQueuePolicy("scheduled mail", statement);
		}
		return Scheduling.of(this).grantSchedule(grantee, this.#parts);
	}

	connect(fn: LambdaFunction, options?: ConnectOptions): void {
		connect(this, this.#parts, fn, options);
	}

	addRoute(route: MailRoute): void {
		if (this.#options.hasRoutes === true) return;
		throw new Error(
			`Cannot add a route to the sender of ${this.node.path} as it belongs to another stack. Ask its owner to add this to its routes, and then import it with { hasRoutes: true }: ${this.#readable(route)}`,
		);
	}

	requireQueuePolicy(what: string, statement: PolicyStatement): void {
		// CDK would drop the statement without a word.
		if (this.#allowsServices) return;
		const json = this.#readable(statement.toJSON());
		const key =
			this.queue.encryptionMasterKey === undefined
				? ""
				: `\nand this one to the policy of its key: ${this.#readable(keyStatementOf(this.queue, statement).toJSON())}`;
		const gaps = json.includes("<")
			? " (what stands in < > is known once this stack is deployed)"
			: "";
		throw new Error(
			`Cannot let ${what} publish to the queue of ${this.node.path} as its policy belongs to another stack. Ask its owner to deploy the sender with allowProducers for this account, or to add the following statement to the queue's policy${gaps}, and then import it with { allowsServices: true }: ${json}${key}`,
		);
	}

	grantTaskResponses(stateMachineArn: string, scope: Construct): void {
		if (this.#options.answersTasks === true) return;
		const statement = taskResponses(stateMachineArn).toJSON();
		throw new Error(
			`Cannot let the sender of ${this.node.path} answer the task tokens of ${scope.node.path} as its role belongs to another stack. Give the state machine a name, ask the sender's owner to call grantTaskResponses(ARN, this) there, which adds this statement to the role, and then import it with { answersTasks: true }; or send without waiting for the outcome: ${this.#readable(statement)}`,
		);
	}

	#readable(value: unknown): string {
		return JSON.stringify(asText(this, value));
	}
}

// Which accounts an organization has is not known here: its owner says that this one is of it.
function allowsAccount(allowed: readonly string[], account: string): boolean {
	return allowed.some(
		(entry) =>
			entry.startsWith("organization:") ||
			(!Token.isUnresolved(account) && entry === `account:${account}`),
	);
}
