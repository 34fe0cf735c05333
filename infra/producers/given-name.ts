import { Token } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { CfnTopic } from "aws-cdk-lib/aws-sns";
import type { IConstruct } from "constructs";

/**
 * The name that a topic, rule or bucket of this app was given; undefined when AWS makes one. An ARN made
 * of it needs no reference: the two stacks don't depend on each other, and people can read it at once.
 */
export function givenName({ node }: IConstruct): string | undefined {
	const name = nameOf(node.defaultChild);
	return Token.isUnresolved(name) ? undefined : name;
}

function nameOf(resource: IConstruct | undefined): string | undefined {
	if (resource instanceof CfnTopic) return resource.topicName;
	if (resource instanceof CfnBucket) return resource.bucketName;
	return resource instanceof CfnRule ? resource.name : undefined;
}
