import { Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/** Whether a resource is of another stack of this app than the sender, so that each naming the other is a circle. */
export function isOfOtherStack(
	resource: IConstruct,
	{ queue }: IGmailSender,
): boolean {
	return queue instanceof Queue && Stack.of(resource) !== Stack.of(queue);
}
