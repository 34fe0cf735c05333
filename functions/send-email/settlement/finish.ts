import type { Batch } from "../batch.ts";
import type { Dispositions } from "../disposition.ts";

/** The end of a batch: visibility and outcome events. `deferred`: how many the daily limit let wait. @returns what must come back. */
export async function finish(
	dispositions: Dispositions,
	deferred: number,
	batch: Batch,
): Promise<readonly string[]> {
	const { deps } = batch;
	const back = [...dispositions].flatMap(([record, disposition]) =>
		disposition.kind === "acknowledge"
			? []
			: [{ record, delaySeconds: disposition.delaySeconds }],
	);
	await Promise.all([
		deps.queue.release(
			back.map(({ record, delaySeconds }) => ({
				receiptHandle: record.receiptHandle,
				delaySeconds,
			})),
		),
		publishTold(batch),
	]);
	deps.log("info", {
		event: "batch",
		records: dispositions.size,
		released: back.length,
		...(deferred === 0 ? {} : { deferred }),
	});
	return back.map(({ record }) => record.messageId);
}

/** Publishes the outcome events that have gathered; best effort. */
export async function publishTold({ deps, events }: Batch): Promise<void> {
	const lost = await deps.events.publish(events.splice(0));
	if (lost > 0) deps.metrics.add("eventsLost", lost);
}
