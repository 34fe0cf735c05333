/**
 * Which messages of a batch come back, as AWS documents it for ReportBatchItemFailures: none or an
 * empty list means success; an unknown, empty or missing id, or an answer that can't be read, means all.
 */
export function failedMessageIds(
	payload: string,
	batch: readonly string[],
	reportsItemFailures: boolean,
): ReadonlySet<string> {
	if (!reportsItemFailures) return new Set();
	const all = new Set(batch);
	let answer: unknown;
	try {
		answer = JSON.parse(payload);
	} catch {
		return all;
	}
	if (
		answer === null ||
		typeof answer !== "object" ||
		!("batchItemFailures" in answer)
	)
		return new Set();
	const failures = answer.batchItemFailures;
	if (failures === null || failures === undefined) return new Set();
	if (!Array.isArray(failures)) return all;
	const ids = failures.map((failure: unknown) =>
		typeof failure === "object" &&
		failure !== null &&
		"itemIdentifier" in failure
			? failure.itemIdentifier
			: undefined,
	);
	const known = ids.every((id) => typeof id === "string" && all.has(id));
	return known ? new Set(ids as string[]) : all;
}
