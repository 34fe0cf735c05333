import { Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSubscription, type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { type Construct, Node } from "constructs";
import { asText } from "../imported/as-text.ts";

/** The topic given, or a new one that only takes TLS. */
export function findOrCreateTopic(
	scope: Construct,
	id: string,
	given: ITopic | undefined,
): ITopic {
	if (given !== undefined) return given;
	const topic = new Topic(scope, id, { enforceSSL: true });
	// A policy of its own replaces SNS's default one, on which CloudWatch relies.
	topic.addToResourcePolicy(
		new PolicyStatement({
			sid: "AlarmsOfThisAccount",
			principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
			actions: ["sns:Publish"],
			resources: [topic.topicArn],
			conditions: {
				StringEquals: { "aws:SourceAccount": Stack.of(scope).account },
			},
		}),
	);
	Validations.of(topic).acknowledge({
		id: "AwsSolutions-SNS2",
		reason:
			"CloudWatch alarms cannot publish to a topic with AWS's managed key, and the texts hold no secret: mailbox and reply are masked",
	});
	return topic;
}

/** Fails the synth when an alarm topic feeds the sender's own queue: it cannot mail that it cannot mail. */
export function refuseLoop(
	scope: Construct,
	topics: readonly ITopic[],
	queue: IQueue,
): void {
	scope.node.addValidation({
		validate: () => {
			// As text: another stack's resources may have the very logical ids of this one's.
			const queueArn = asText(scope, queue.queueArn);
			const topicArns = topics.map((topic) => asText(scope, topic.topicArn));
			const loops = Node.of(scope)
				.root.node.findAll()
				.filter((node) => node instanceof CfnSubscription)
				.filter(
					(node) =>
						asText(node, node.endpoint) === queueArn &&
						topicArns.includes(asText(node, node.topicArn)),
				);
			return loops.map(
				({ node }) =>
					`Cannot send alarms by ${node.path} as the topic leads back to this sender's own queue: an alarm about broken mail cannot be mailed; subscribe a pager, a chat or an address instead`,
			);
		},
	});
}
