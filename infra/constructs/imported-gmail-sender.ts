import { Stack, Token } from "aws-cdk-lib";
import type { Grant, IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type {
	MailRoute,
	SenderManifest,
} from "../../functions/send-email/contract.ts";
import type { GrantSendOptions, IGmailSender } from "./i-gmail-sender.ts";

/** What is known of a sender of another stack besides its queue. */
export interface ImportOptions {
	/**
	 * Whether its owner has let this account's services publish (`allowProducers`).
	 * @default - what the manifest says; false without one
	 */
	readonly allowsServices?: boolean;

	/**
	 * ARN of the customer key of its queue.
	 * @default - what the manifest says; none without one
	 */
	readonly encryptionKeyArn?: string;
}

/** A sender of another stack or account: its queue's policy can't be changed from here. */
export class ImportedGmailSender extends Construct implements IGmailSender {
	readonly queue: IQueue;
	readonly #allowsServices: boolean;

	constructor(
		scope: Construct,
		id: string,
		props: ImportOptions & {
			readonly queueArn: string;
			readonly manifest?: SenderManifest;
		},
	) {
		super(scope, id);
		const { queueArn, manifest, encryptionKeyArn } = props;
		const keyArn = encryptionKeyArn ?? manifest?.encryptionKeyArn;
		this.queue = Queue.fromQueueAttributes(this, "Queue", {
			queueArn,
			...(keyArn === undefined ? {} : { keyArn }),
		});
		this.#allowsServices =
			props.allowsServices ??
			allowsAccount(manifest?.allowedProducers ?? [], Stack.of(this).account);
	}

	grantSend(grantee: IGrantable, options: GrantSendOptions = {}): Grant {
		const { producer, highPriority = false } = options;
		if (producer !== undefined || highPriority) {
			throw new Error(
				`Cannot name the producer ${producer ?? ""} from here as the names lie in the sender's own stack: leave producer and highPriority out, and ask its owner to call grantSend(Role.fromRoleArn(…), { producer: "${producer ?? "name"}" }) there`,
			);
		}
		return this.queue.grantSendMessages(grantee);
	}

	addRoute(route: MailRoute): void {
		throw new Error(
			`Cannot add a route to the sender of ${this.node.path} as it belongs to another stack. Ask its owner to add this to its routes: ${JSON.stringify(Stack.of(this).resolve(route))}`,
		);
	}

	requireQueuePolicy(what: string, statement: PolicyStatement): void {
		if (this.#allowsServices) return;
		throw new Error(
			`Cannot let ${what} publish to the queue of ${this.node.path} as its policy belongs to another stack. Ask its owner to add this statement to the queue's policy, or to deploy the sender with allowProducers, and then import it with { allowsServices: true }: ${JSON.stringify(Stack.of(this).resolve(statement.toJSON()))}`,
		);
	}

	grantTaskResponses(stateMachineArn: string): void {
		throw new Error(
			`Cannot let the sender of ${this.node.path} answer task tokens as its role belongs to another stack. Ask its owner to call grantTaskResponses("${stateMachineArn}") there, or send without waiting for the outcome`,
		);
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
