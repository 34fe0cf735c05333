/** How a function's asynchronous invocations are retried, and which queues hear of them. */
export interface InvokeConfig {
	readonly maxRetries: number;
	readonly maxAgeMs: number;
	/** ARNs of queues. */
	readonly onSuccess: string | undefined;
	readonly onFailure: string | undefined;
	/** The function's own role sends the records. */
	readonly roleArn: string | undefined;
}

export const DEFAULT_INVOKE_CONFIG: InvokeConfig = {
	maxRetries: 2,
	maxAgeMs: 21_600_000,
	onSuccess: undefined,
	onFailure: undefined,
	roleArn: undefined,
};

/**
 * Reads an AWS::Lambda::EventInvokeConfig. @throws Error for a destination that is no queue.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventinvokeconfig.html
 */
export function readInvokeConfig(
	functionName: string,
	{
		MaximumRetryAttempts = DEFAULT_INVOKE_CONFIG.maxRetries,
		MaximumEventAgeInSeconds = DEFAULT_INVOKE_CONFIG.maxAgeMs / 1000,
		DestinationConfig = {},
	}: Readonly<Record<string, unknown>>,
	roleArn: string | undefined,
): InvokeConfig {
	const { OnSuccess, OnFailure } = DestinationConfig as Readonly<
		Record<string, { readonly Destination?: string } | undefined>
	>;
	return {
		maxRetries: Number(MaximumRetryAttempts),
		maxAgeMs: Number(MaximumEventAgeInSeconds) * 1000,
		onSuccess: queueOf(functionName, OnSuccess?.Destination),
		onFailure: queueOf(functionName, OnFailure?.Destination),
		roleArn,
	};
}

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
