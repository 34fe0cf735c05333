import { Stack, Token } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { CfnTopic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/** Whether a resource is of another stack of this app than a queue, so that each naming the other is a circle. */
export function isOfOtherStack(
	resource: IConstruct,
	{ queue }: Pick<IGmailSender, "queue">,
): boolean {
	return queue instanceof Queue && Stack.of(resource) !== Stack.of(queue);
}

/**
 * The name that a topic, rule, bucket or function of this app was given; undefined when AWS makes one. An ARN
 * made of it needs no reference: the two stacks don't depend on each other, and people can read it at once.
 */
export function givenName({ node }: IConstruct): string | undefined {
	const name = nameOf(node.defaultChild);
	return Token.isUnresolved(name) ? undefined : name;
}

function nameOf(resource: IConstruct | undefined): string | undefined {
	if (resource instanceof CfnTopic) return resource.topicName;
	if (resource instanceof CfnBucket) return resource.bucketName;
	if (resource instanceof CfnFunction) return resource.functionName;
	return resource instanceof CfnRule ? resource.name : undefined;
}
