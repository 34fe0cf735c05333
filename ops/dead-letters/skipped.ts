/** A copy in the dead-letter queue that could not be processed. */
export interface Skipped {
	readonly sqsMessageId: string;
	readonly why: string;
}

/** Errors with which AWS refuses the content of one request. */
const REFUSED =
	/^(Validation|Serialization|InvalidParameter|InvalidMessageContents|InvalidAttribute|ReceiptHandleIsInvalid)/;

/** Runs `work` for one copy. @returns its result, or why it fails for this copy. @throws an error that would affect every copy */
export async function attempt<T>(
	sqsMessageId: string,
	work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly skipped: Skipped }> {
	try {
		return { value: await work() };
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		if ("$metadata" in error && !REFUSED.test(error.name)) throw error;
		const why = error.message.replace(/\s+/g, " ").slice(0, 300);
		return { skipped: { sqsMessageId, why: why || error.name } };
	}
}
