import { Validations } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { OutcomeEvent } from "../../core/contract.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { forwardedFrom } from "./forwarded-from.ts";
import { checkHeard, outcomePattern } from "./outcome-pattern.ts";
import { type OutcomeTarget, outcomeTarget } from "./outcome-target.ts";

/** Options of `MailOutcomes`. */
export interface MailOutcomesProps {
	/**
	 * For a sender of another account or region, the synth prints what its owner has to deploy. Then import it with
	 * `{ forwardsOutcomes: true }`.
	 */
	readonly sender: IGmailSender;

	/**
	 * Whose mail to hear of: the name that a producer was granted, or else the id of its role.
	 * @default - everybody's
	 */
	readonly producer?: string;

	/**
	 * What to hear of.
	 * @default - failed, expired and in-doubt: mail that has not reached, or may not have reached, its people
	 */
	readonly outcomes?: readonly OutcomeEvent[];

	/**
	 * A queue, a function, or an event bus such as the default one of the producer's account. A queue or bus of
	 * another account has to allow it: the synth prints the statement.
	 */
	readonly target: OutcomeTarget;

	/**
	 * Receives events that EventBridge could not deliver in 24 hours.
	 * @default - none
	 */
	readonly deadLetterQueue?: IQueue;
}

/**
 * Hears what became of mail: a rule for a sender's outcome events.
 *
 *     new MailOutcomes(this, "Outcomes", { sender: mail, producer: "billing", target: failedMail });
 *
 * Outcome events are best effort; `outcomeOf` reads the state table, which is authoritative. A sender that is
 * imported by its queue's ARN has no name here: producers of the same name of other senders in its account are heard,
 * too.
 */
export class MailOutcomes extends Construct {
	/** For further targets. */
	readonly rule: Rule;

	constructor(scope: Construct, id: string, props: MailOutcomesProps) {
		super(scope, id);
		const { sender, producer, target, deadLetterQueue } = props;
		const { outcomes = ["failed", "expired", "in-doubt"] } = props;
		const heard = { outcomes, producer, senderName: sender.senderName };
		checkHeard(heard, this.node.path);
		const account = forwardedFrom(this, {
			sender,
			producer,
			outcomes: props.outcomes,
		});
		if (account !== undefined && "eventBusArn" in target)
			throw new Error(
				`Cannot forward outcome events to the event bus ${target.node.path} as they have been forwarded to this account already, which EventBridge does only once: allowed is a queue or a function`,
			);
		this.rule = new Rule(this, "Resource", {
			description: `Tells of ${outcomes.join(", ")} mail${producer === undefined ? "" : ` of ${producer}`}`,
			eventPattern: outcomePattern({ ...heard, account }),
		});
		Validations.of(this.rule).acknowledge({
			id: "Serverless-EventBusDLQ",
			reason:
				"EventBridge retries for 24 hours, and the target accepts what its policy allows; a deadLetterQueue is optional",
		});
		this.rule.addTarget(outcomeTarget(this.rule, target, { deadLetterQueue }));
	}
}
