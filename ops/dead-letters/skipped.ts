/** A copy in the dead-letter queue that could not be worked off. */
export interface Skipped {
	readonly sqsMessageId: string;
	readonly why: string;
}

/** What AWS says when it refuses what is in one request. */
const REFUSED =
	/^(Validation|Serialization|InvalidParameter|InvalidMessageContents|InvalidAttribute|ReceiptHandleIsInvalid)/;

/** Does something for one copy. @returns what came of it, or why it cannot be done for this one. @throws what would fail for any other, too */
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
