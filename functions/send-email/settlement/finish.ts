import type { Batch } from "../batch.ts";
import type { Dispositions } from "../disposition.ts";

/** The end of a batch: visibility and outcome events. `deferred`: how many the daily limit let wait. @returns what must come back. */
export async function finish(
	dispositions: Dispositions,
	deferred: number,
	{ deps, events }: Batch,
): Promise<readonly string[]> {
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
		deps.events.publish(events).then((lost) => {
			if (lost > 0) deps.metrics.add("eventsLost", lost);
		}),
	]);
	deps.log("info", {
		event: "batch",
		records: dispositions.size,
		released: back.length,
		...(deferred === 0 ? {} : { deferred }),
	});
	return back.map(({ record }) => record.messageId);
}
