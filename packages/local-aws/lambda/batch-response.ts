import { isObject, jsonOf } from "../json.ts";

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
	const answer = jsonOf(payload);
	if (answer === undefined) return all;
	const failures = isObject(answer) ? answer.batchItemFailures : undefined;
	if (failures === null || failures === undefined) return new Set();
	if (!Array.isArray(failures)) return all;
	const ids = failures.map((failure: unknown) =>
		isObject(failure) ? failure.itemIdentifier : undefined,
	);
	const known = ids.every((id) => typeof id === "string" && all.has(id));
	return known ? new Set(ids as string[]) : all;
}
