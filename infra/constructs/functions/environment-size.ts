import { Stack } from "aws-cdk-lib";
import {
	CfnFunction,
	type Function as LambdaFunction,
} from "aws-cdk-lib/aws-lambda";
import { ENV } from "../../../core/contract.ts";

/** Lambda's limit of all environment variables together, names and values. */
const MOST_BYTES = 4096;
/** `arn:aws:sqs:eu-central-1:123456789012:` and `https://sqs.eu-central-1.amazonaws.com/123456789012/` are shorter. */
const BEFORE_NAME = 60;
/** What CloudFormation puts behind a logical id to make a name of it. */
const BEHIND_NAME = 14;
const PSEUDO: Readonly<Record<string, number>> = {
	"AWS::AccountId": 12,
	"AWS::Region": 14,
	"AWS::Partition": 6,
	"AWS::URLSuffix": 13,
	"AWS::StackName": 40,
};

/** Fails the synth when the environment would be refused at the deployment; references are guessed. */
export function checkEnvironmentSize(fn: LambdaFunction): void {
	fn.node.addValidation({
		validate: () => {
			const { defaultChild } = fn.node;
			if (!(defaultChild instanceof CfnFunction)) return [];
			const stack = Stack.of(fn);
			const variables: Readonly<Record<string, unknown>> =
				stack.resolve(defaultChild.environment)?.variables ?? {};
			const sizeOf = (value: unknown) =>
				bytesOf(value, stack.stackName.length + 1);
			const bytes = Object.entries(variables).reduce(
				(sum, [name, value]) => sum + name.length + sizeOf(value),
				0,
			);
			const routes = sizeOf(variables[ENV.routes]);
			return bytes <= MOST_BYTES
				? []
				: [
						`Cannot deploy the function ${fn.node.path} as its environment would have about ${bytes} bytes, of which the routes take ${routes}; Lambda takes ${MOST_BYTES} in all. Shorten the routes: one route for several events (a list, or * at the end of a text), a Google group instead of many addresses, defaultRoute for the rest, or a second sender`,
					];
		},
	});
}

function bytesOf(value: unknown, stackName: number): number {
	if (typeof value === "string") return Buffer.byteLength(value);
	if (Array.isArray(value))
		return value.reduce((sum, part) => sum + bytesOf(part, stackName), 0);
	if (typeof value !== "object" || value === null) return 0;
	const [[fn, operand] = ["", ""]] = Object.entries(value);
	if (fn === "Fn::Join" && Array.isArray(operand))
		return bytesOf(operand[1], stackName);
	const [id = "", attribute = ""] = [operand].flat().map(String);
	const known = PSEUDO[id];
	if (known !== undefined) return known;
	// The id that IAM gives a role, such as AROAEXAMPLEID12345678.
	if (attribute === "RoleId") return 21;
	return BEFORE_NAME + stackName + id.length + BEHIND_NAME;
}
