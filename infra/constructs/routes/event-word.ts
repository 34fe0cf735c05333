import { Fn, Stack } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * What only rules of the sender's own app put behind their tag: the last part of the id of the sender's stack, which
 * CloudFormation makes. Whoever may read the account's stacks or rules knows it.
 */
export function eventWord(partOfSender: IConstruct): string {
	return Fn.select(2, Fn.split("/", Stack.of(partOfSender).stackId));
}
