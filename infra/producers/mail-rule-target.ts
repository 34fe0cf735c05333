import {
	EventField,
	type IRuleRef,
	type IRuleTarget,
	type RuleTargetConfig,
	RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import type { TargetBaseProps } from "aws-cdk-lib/aws-events-targets";
import type {
	MailRoute,
	RouteMatch,
} from "../../functions/send-email/contract.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { ruleMatch } from "./rule-match.ts";
import { ruleTarget } from "./rule-target.ts";

/** A message of format version 1, of which each text may hold `EventField.fromPath("$.detail.state")`. */
export type EventMessage = Readonly<Record<string, unknown>>;

/** Options of `MailRuleTarget`: either `message` or `route`. */
export interface MailRuleTargetProps extends TargetBaseProps {
	/**
	 * The message to send. Its `id` is EventBridge's id of the event, unless it has one; two rules that
	 * mail about the same event need ids of their own, or the second mail is taken for the first.
	 */
	readonly message?: EventMessage;

	/**
	 * What becomes of the whole event, such as `{ to: "oncall@your-domain.com" }`. `match` is taken
	 * from the rule's pattern, where it names source or detail-type by texts or prefixes.
	 */
	readonly route?: Omit<MailRoute, "match"> & { readonly match?: RouteMatch };
}

/**
 * Mail for the events of a rule.
 *
 *     rule.addTarget(new MailRuleTarget(mail, { route: { to: "oncall@your-domain.com" } }));
 *     const state = EventField.fromPath("$.detail.state");
 *     rule.addTarget(new MailRuleTarget(mail, { message: { to: "ann@your-domain.com", subject: `It is ${state}`, text: state } }));
 *
 * A rule in another stack than the sender gets a name made of its path, unless it has one, so that the
 * two stacks can name each other.
 */
export class MailRuleTarget implements IRuleTarget {
	readonly #sender: IGmailSender;
	readonly #props: MailRuleTargetProps;

	constructor(sender: IGmailSender, props: MailRuleTargetProps) {
		const { message, route } = props;
		if ((message === undefined) === (route === undefined)) {
			throw new Error(
				`Cannot mail the events of a rule with ${message === undefined ? "neither message nor route" : "both message and route"}: allowed is either { message: { to, subject, text } } or { route: { to } }`,
			);
		}
		this.#sender = sender;
		this.#props = props;
	}

	bind(rule: IRuleRef): RuleTargetConfig {
		const { message, route, ...options } = this.#props;
		const config = ruleTarget(this.#sender, rule, {
			...options,
			input:
				message === undefined
					? undefined
					: RuleTargetInput.fromObject({ id: EventField.eventId, ...message }),
		});
		if (route !== undefined)
			this.#sender.addRoute({ ...route, match: matchOf(rule, route.match) });
		return config;
	}
}

function matchOf(rule: IRuleRef, given: RouteMatch | undefined): RouteMatch {
	const match = given ?? ruleMatch(rule);
	if (match !== undefined) return match;
	throw new Error(
		`Cannot tell from the pattern of the rule ${rule.node.path} which events to route, as it names neither source nor detail-type by texts or prefixes: say it by route: { match: { source: "…", detailType: "…" }, … }`,
	);
}
