import { Validations } from "aws-cdk-lib";
import type { IAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { Rule } from "aws-cdk-lib/aws-events";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { MailRoute } from "../../core/event/route.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { MailRuleTarget } from "./mail-rule-target.ts";

/** Options of `MailAlarmRule`: either `to` or `route`. */
export interface MailAlarmRuleProps {
	readonly sender: IGmailSender;

	/** Metric or composite alarms in the rule's account and region. */
	readonly alarms: readonly IAlarm[];

	/** Who gets the mail. */
	readonly to?: MailRoute["to"];

	/** Who gets the mail, and how it looks. */
	readonly route?: Omit<MailRoute, "match">;

	/**
	 * States to mail about. With `OK`, the first evaluation of a new alarm also sends a mail.
	 * @default - ALARM
	 */
	readonly states?: readonly ("ALARM" | "OK" | "INSUFFICIENT_DATA")[];

	/**
	 * Receives events that EventBridge could not deliver in 24 hours.
	 * @default - none
	 */
	readonly deadLetterQueue?: IQueue;
}

/**
 * Mail about CloudWatch alarms. An alarm cannot send to a queue, but a rule for its state changes can.
 *
 *     new MailAlarmRule(this, "AlarmMail", {
 *       sender: mail, alarms: [errors, latency], to: "oncall@your-domain.com", states: ["ALARM", "OK"],
 *     });
 */
export class MailAlarmRule extends Construct {
	readonly rule: Rule;

	constructor(scope: Construct, id: string, props: MailAlarmRuleProps) {
		super(scope, id);
		const { sender, alarms, states = ["ALARM"], deadLetterQueue } = props;
		const { path } = this.node;
		const route = routeOf(props, path);
		if (alarms.length === 0)
			throw new Error(
				`Cannot mail about the alarms of ${path} as there is none: allowed is at least one alarm`,
			);
		refuseOwn(alarms, sender);
		this.rule = new Rule(this, "Resource", {
			description: `Mails about ${alarms.length} alarms`,
			eventPattern: {
				source: ["aws.cloudwatch"],
				detailType: ["CloudWatch Alarm State Change"],
				resources: alarms.map(({ alarmArn }) => alarmArn),
				detail: { state: { value: [...states] } },
			},
		});
		Validations.of(this.rule).acknowledge({
			id: "Serverless-EventBusDLQ",
			reason:
				"EventBridge retries for 24 hours, and the queue accepts what its policy allows; a deadLetterQueue is optional",
		});
		this.rule.addTarget(new MailRuleTarget(sender, { route, deadLetterQueue }));
	}
}

function routeOf(
	{ to, route }: MailAlarmRuleProps,
	path: string,
): Omit<MailRoute, "match"> {
	if (route !== undefined && to === undefined) return route;
	if (to !== undefined && route === undefined) return { to };
	throw new Error(
		`Cannot mail about the alarms of ${path} with ${to === undefined ? "neither to nor route" : "both to and route"}: allowed is either to: "oncall@your-domain.com" or route: { to: "oncall@your-domain.com", … }`,
	);
}

function refuseOwn(alarms: readonly IAlarm[], sender: IGmailSender): void {
	const own = alarms.filter(({ node }) => node.scopes.includes(sender));
	if (own.length > 0)
		throw new Error(
			`Cannot mail about ${own.map(({ node }) => node.path).join(", ")} as they are alarms of this sender, and an alarm about broken mail cannot be mailed: subscribe a pager, chat or address to its pageTopic and ticketTopic, or use another sender`,
		);
}
