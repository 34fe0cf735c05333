import type { Role } from "aws-cdk-lib/aws-iam";
import { CfnTopicRule } from "aws-cdk-lib/aws-iot";
import { Construct } from "constructs";
import { createSendingRole } from "../constructs/access/sending-role.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/** Options of `MailTopicRule`. */
export interface MailTopicRuleProps {
	readonly sender: IGmailSender;

	/**
	 * IoT SQL, version 2016-03-23, whose SELECT gives the fields of a message. Its id should come from what
	 * the device sent: `timestamp()` is another one when the device repeats itself.
	 */
	readonly sql: string;

	/**
	 * Letters, digits and underscores.
	 * @default - CloudFormation makes one
	 */
	readonly ruleName?: string;

	/** @default - none */
	readonly description?: string;

	/**
	 * What to do with what could not be sent. Its role is yours.
	 * @default - it is dropped once IoT has given up
	 */
	readonly errorAction?: CfnTopicRule.ActionProperty;
}

/**
 * Mail about what devices publish to AWS IoT Core.
 *
 * ```ts
 * const sql = `SELECT concat(topic(), '/', measuredAt) AS id, 'ops@example.com' AS to, concat(topic(3), ' is too warm') AS subject,
 *   concat('It has ', temperature, ' degrees.') AS text FROM 'plant/sensors/+' WHERE temperature > 80`;
 * new MailTopicRule(this, "TooWarm", { sender: mail, sql });
 * ```
 *
 * For a sender of another account the queue's policy there has to allow `role`.
 */
export class MailTopicRule extends Construct {
	/** By which IoT sends. */
	readonly role: Role;
	readonly ruleArn: string;

	constructor(scope: Construct, id: string, props: MailTopicRuleProps) {
		super(scope, id);
		const { sender, sql, ruleName, description, errorAction } = props;
		this.role = createSendingRole(this, "Role", {
			sender,
			service: "iot.amazonaws.com",
		});
		const rule = new CfnTopicRule(this, "Resource", {
			ruleName,
			topicRulePayload: {
				awsIotSqlVersion: "2016-03-23",
				sql,
				actions: [
					{
						sqs: {
							queueUrl: sender.queue.queueUrl,
							roleArn: this.role.roleArn,
							useBase64: false,
						},
					},
				],
				description,
				errorAction,
			},
		});
		rule.node.addDependency(this.role);
		this.ruleArn = rule.attrArn;
	}
}
