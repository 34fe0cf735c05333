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
		DestinationConfig = {},
	}: Readonly<Record<string, unknown>>,
	roleArn?: string,
) {
	const { OnSuccess, OnFailure } = DestinationConfig as Readonly<
		Record<string, { readonly Destination?: string } | undefined>
	>;
	return {
		maxRetries: Number(MaximumRetryAttempts),
		maxAgeMs: Number(MaximumEventAgeInSeconds) * 1000,
		/** ARNs of queues, as is `onFailure`. */
		onSuccess: queueOf(functionName, OnSuccess?.Destination),
		onFailure: queueOf(functionName, OnFailure?.Destination),
		/** The function's own role sends the records. */
		roleArn,
	};
}

export const DEFAULT_INVOKE_CONFIG = readInvokeConfig("", {});

function queueOf(
	functionName: string,
	arn: string | undefined,
): string | undefined {
	if (arn !== undefined && arn.split(":")[2] !== "sqs")
		throw new Error(
			`Cannot run the function ${functionName} as a destination of its asynchronous invocations is ${arn}: allowed here are queues; give it the ARN of a queue`,
		);
	return arn;
}
