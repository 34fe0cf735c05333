import { Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";

const LONGEST_NAME = 64;

/** Unique in an account: two stacks with a construct of the same id share no alarm and no metric. */
export function usualName(scope: Construct): string {
	const { stackName, nested } = Stack.of(scope);
	const path = scope.node.path.split("/");
	const plain = [
		...(Token.isUnresolved(stackName) ? [] : [stackName]),
		...path.slice(1),
	].join("-");
	const name = plain.replace(/[^A-Za-z0-9-]+/g, "-");
	if (name === plain && name.length <= LONGEST_NAME && !nested) return name;
	// Cut or mended names may meet; the construct's own address never does.
	const suffix = `-${scope.node.addr.slice(-8)}`;
	return name.slice(-(LONGEST_NAME - suffix.length)) + suffix;
}
