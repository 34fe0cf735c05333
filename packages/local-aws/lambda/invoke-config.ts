import { type Properties, within } from "../cloudformation/intrinsics.ts";

/** How a function's asynchronous invocations are retried, and which queues hear of them. */
export type InvokeConfig = ReturnType<typeof readInvokeConfig>;

/**
 * Reads an AWS::Lambda::EventInvokeConfig. @throws Error for a destination that is no queue.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventinvokeconfig.html
 */
export function readInvokeConfig(
	functionName: string,
	{
		MaximumRetryAttempts = 2,
		MaximumEventAgeInSeconds = 21_600,
		DestinationConfig,
	}: Properties,
	roleArn?: string,
) {
	const { OnSuccess, OnFailure } = within(DestinationConfig);
	return {
		maxRetries: Number(MaximumRetryAttempts),
		maxAgeMs: Number(MaximumEventAgeInSeconds) * 1000,
		/** ARNs of queues, as is `onFailure`. */
		onSuccess: queueOf(functionName, OnSuccess),
		onFailure: queueOf(functionName, OnFailure),
		/** The function's own role sends the records. */
		roleArn,
	};
}

export const DEFAULT_INVOKE_CONFIG = readInvokeConfig("", {});

function queueOf(
	functionName: string,
	destination: unknown,
): string | undefined {
	const arn = within(destination).Destination as string | undefined;
	if (arn !== undefined && arn.split(":")[2] !== "sqs")
		throw new Error(
			`Cannot run the function ${functionName} as a destination of its asynchronous invocations is ${arn}: allowed here are queues; give it the ARN of a queue`,
		);
	return arn;
}
