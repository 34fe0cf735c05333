import { CfnRule, type IRuleRef } from "aws-cdk-lib/aws-events";
import { OUTCOME_SOURCE } from "../../core/event/loop.ts";
import { asText } from "../constructs/imported/as-text.ts";
import { mayMatch } from "../constructs/routes/event-pattern.ts";
import { outcomesOf } from "../constructs/routes/own-events.ts";

/**
 * Fails the synth when a rule makes a message of what became of a mail, of whichever sender: two senders
 * that do so for each other would mail without end. Of a routed event the function sees what it is.
 */
export function refuseOutcomes(rule: IRuleRef): void {
	rule.node.addValidation({
		validate: () => {
			const { defaultChild } = rule.node;
			return defaultChild instanceof CfnRule && takesOutcomes(defaultChild)
				? [
						`Cannot send a message by the rule ${rule.node.path} as it takes outcome events (source ${OUTCOME_SOURCE}), and mail about mail would create more of them endlessly: use new MailRuleTarget(sender, { route: { to: "…" } }), whose mail creates none, or exclude them from the rule: "source": [{ "anything-but": ["${OUTCOME_SOURCE}"] }]`,
					]
				: [];
		},
	});
}

function takesOutcomes(rule: CfnRule): boolean {
	const pattern: unknown = asText(rule, rule.eventPattern);
	if (typeof pattern !== "object" || pattern === null) return false;
	const { eventBusName } = rule;
	// On a bus of one's own are outcomes only if they are passed on to it, and then a rule names them.
	const isOwnBus = eventBusName !== undefined && eventBusName !== "default";
	const sources: unknown = Reflect.get(pattern, "source");
	return isOwnBus
		? Array.isArray(sources) && sources.includes(OUTCOME_SOURCE)
		: outcomesOf(undefined).some((event) => mayMatch(pattern, event));
}
