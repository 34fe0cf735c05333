import { CfnOutput, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { Producers } from "./constructs/access/producers.ts";
import { GmailSender } from "./constructs/gmail-sender.ts";
import type { SenderEntry } from "./senders-schema.ts";

interface GmailSenderStackProps extends StackProps {
	/** How the operator's commands are called. @default npm run ops -- */
	readonly ops?: string;
}

/** One sender in a stack of its own, with outputs for people. */
export class GmailSenderStack extends Stack {
	readonly sender: GmailSender;

	constructor(
		scope: Construct,
		id: string,
		entry: SenderEntry,
		{ ops = "npm run ops --", ...props }: GmailSenderStackProps = {},
	) {
		super(scope, id, {
			description: "Mail through a Google mailbox (sqs-gmail-sender)",
			terminationProtection: true,
			...props,
		});
		const {
			name,
			alarmEmail,
			pageTopicArn,
			ticketTopicArn,
			account: _account,
			region: _region,
			allowProducers = [],
			...options
		} = entry;
		const topicOf = (id: string, arn: string | undefined) =>
			arn === undefined ? undefined : Topic.fromTopicArn(this, id, arn);
		const sender = new GmailSender(this, "Sender", {
			...options,
			name,
			allowProducers: allowProducers.map(Producers.parse),
			pageTopic: topicOf("PageTopic", pageTopicArn),
			ticketTopic: topicOf("TicketTopic", ticketTopicArn),
		});
		this.sender = sender;
		if (alarmEmail !== undefined) {
			for (const topic of new Set([sender.pageTopic, sender.ticketTopic])) {
				const subscription = topic.addSubscription(
					new EmailSubscription(alarmEmail),
				);
				if (subscription === undefined) continue;
				Validations.of(subscription).acknowledge({
					id: "Serverless-SNSRedrivePolicy",
					reason:
						"SNS repeats e-mail by itself for hours, and nobody would read a queue of undelivered alarms",
				});
			}
		} else if (pageTopicArn === undefined) {
			Validations.of(this).addWarning(
				"sqs-gmail-sender:nobody-is-told",
				`Nobody is told when ${name} breaks: give it alarmEmail or pageTopicArn`,
			);
		}
		const outputs = {
			QueueUrl: sender.queue.queueUrl,
			QueueArn: sender.queue.queueArn,
			DeadLetterQueueUrl: sender.deadLetterQueue.queueUrl,
			SecretName: sender.secret.secretName,
			StateTableName: sender.table.tableName,
			FunctionName: sender.function.functionName,
			BreakerFunctionName: sender.breakerFunction.functionName,
			NextCommand: `${ops} set-password --stack ${this.stackName}`,
		};
		for (const [key, value] of Object.entries(outputs))
			new CfnOutput(this, key, { value });
	}
}
