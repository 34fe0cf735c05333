import type {
	IRuleRef,
	RuleTargetConfig,
	RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import { SqsQueue, type TargetBaseProps } from "aws-cdk-lib/aws-events-targets";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { letRule } from "./let-rule.ts";
import { QueueView } from "./queue-view.ts";

/** The sender's queue as the target of a rule, which is let send to it. */
export function createRuleTarget(
	sender: IGmailSender,
	rule: IRuleRef,
	options: TargetBaseProps & { readonly input?: RuleTargetInput | undefined },
): RuleTargetConfig {
	const { input, ...others } = options;
	// With the queue as the target's resource CDK would send the events to its account's bus instead.
	const { targetResource: _resource, ...config } = new SqsQueue(
		QueueView.of(sender.queue),
		{ ...others, ...(input === undefined ? {} : { message: input }) },
	).bind(rule);
	const role = letRule(sender, rule);
	return { ...config, ...(role === undefined ? {} : { role }) };
}
