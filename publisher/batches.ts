/** SQS takes ten messages in a batch, and as many bytes in it as in one message. */
const MOST_MESSAGES = 10;
const MOST_BYTES = 1_048_576;

/** Messages in batches that SQS takes, in their order. */
export function batchesOf<T extends { readonly body: string }>(
	messages: readonly T[],
): readonly (readonly T[])[] {
	const batches: T[][] = [];
	let room = 0;
	for (const message of messages) {
		const bytes = Buffer.byteLength(message.body);
		const last = batches.at(-1);
		if (last === undefined || last.length === MOST_MESSAGES || bytes > room) {
			batches.push([message]);
			room = MOST_BYTES - bytes;
		} else {
			last.push(message);
			room -= bytes;
		}
	}
	return batches;
}
