import { Stack } from "aws-cdk-lib";
import {
	CfnFunction,
	type Function as LambdaFunction,
} from "aws-cdk-lib/aws-lambda";
import { ENV } from "../../../core/contract.ts";
import { guessed } from "./guessed-text.ts";

/** Lambda's limit of all environment variables together, names and values. */
const MOST_BYTES = 4096;
/** Fails the synth when the environment would be refused at the deployment; references are guessed. */
export function checkEnvironmentSize(fn: LambdaFunction): void {
	fn.node.addValidation({
		validate: () => {
			const { defaultChild } = fn.node;
			if (!(defaultChild instanceof CfnFunction)) return [];
			const stack = Stack.of(fn);
			const variables: Readonly<Record<string, unknown>> =
				stack.resolve(defaultChild.environment)?.variables ?? {};
			const sizeOf = (value: unknown = "") =>
				Buffer.byteLength(String(guessed(value, stack.stackName)));
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
