import type {
	IRuleRef,
	IRuleTarget,
	RuleTargetConfig,
} from "aws-cdk-lib/aws-events";
import {
	SqsQueue,
	type SqsQueueProps,
	type TargetBaseProps,
} from "aws-cdk-lib/aws-events-targets";
import type { MailRoute, RouteMatch } from "../../core/event/route.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { type EventMessage, eventMessage } from "./event-message.ts";
import { letRule } from "./let-rule.ts";
import { QueueView } from "./queue-view.ts";
import { refuseOutcomes } from "./refuse-outcomes.ts";
import { ruleSource } from "./rule-source.ts";
import { provenTag, ruleTag, taggedEvent } from "./rule-tag.ts";

/** Options of `MailRuleTarget`: `message`, `route`, or neither. */
export interface MailRuleTargetProps extends TargetBaseProps {
	/**
	 * The message to send. An event value must be an entire field value: within a longer text, EventBridge escapes
	 * nothing. Put surrounding text in a `template`, and the value in its `data`. Anyone with permission to put such
	 * events on the bus chooses these values.
	 *
	 * The default `id` is the EventBridge event id. Two rules that mail about the same event need different ids,
	 * such as `${EventField.eventId}/second`, or the second mail counts as a duplicate.
	 */
	readonly message?: EventMessage;

	/**
	 * Who gets mail about the whole event, such as `{ to: "oncall@your-domain.com" }`. Without a `match` it applies
	 * only to this rule's events, whose last resource identifies the rule.
	 * @default - the routes of the sender
	 */
	readonly route?: Omit<MailRoute, "match"> & { readonly match?: RouteMatch };
}

/**
 * Mail about the events of a rule.
 *
 *     rule.addTarget(new MailRuleTarget(mail, { route: { to: "oncall@your-domain.com" } }));
 *     const state = EventField.fromPath("$.detail.state");
 *     rule.addTarget(new MailRuleTarget(mail, { message: { to: "ann@your-domain.com", template: "build", data: { state } } }));
 *
 * A rule in a different stack from the sender gets a name derived from its path, unless it has one.
 */
export class MailRuleTarget implements IRuleTarget {
	readonly #sender: IGmailSender;
	readonly #props: MailRuleTargetProps;

	constructor(sender: IGmailSender, props: MailRuleTargetProps = {}) {
		const { message, route } = props;
		if (message !== undefined && route !== undefined) {
			throw new Error(
				"Cannot mail the events of a rule with both message and route: allowed is either { message: { to, subject, text } } or { route: { to } }",
			);
		}
		this.#sender = sender;
		this.#props = props;
	}

	bind(rule: IRuleRef): RuleTargetConfig {
		const { message, route, ...options } = this.#props;
		if (message !== undefined) {
			refuseOutcomes(rule);
			return this.#target(rule, {
				...options,
				message: eventMessage(message, rule),
			});
		}
		const tag = ruleTag(rule);
		if (route !== undefined) {
			// The source keeps others' events out, should they bring such a tag along.
			const match = route.match ?? { source: ruleSource(rule), resource: tag };
			this.#sender.addRoute({ ...route, match });
		}
		const event = taggedEvent(provenTag(tag, rule, this.#sender));
		return this.#target(rule, { ...options, message: event });
	}

	#target(rule: IRuleRef, props: SqsQueueProps): RuleTargetConfig {
		// With the queue as the target's resource CDK would send the events to its account's bus instead.
		const { targetResource: _resource, ...config } = new SqsQueue(
			QueueView.of(this.#sender.queue),
			props,
		).bind(rule);
		return { ...config, role: letRule(this.#sender, rule) };
	}
}
