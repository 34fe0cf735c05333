import type { Batch, Permit } from "../batch.ts";
import type { Disposition } from "../disposition.ts";
import { type Room, settleRoom } from "../quota/reservation.ts";
import type { QueueRecord } from "../record.ts";

/** The end of a batch: visibility, outcome events, the room that was not used. @returns what must come back. */
export async function finish(
	dispositions: ReadonlyMap<QueueRecord, Disposition>,
	{
		permit,
		room,
		held,
	}: {
		readonly permit: Permit | undefined;
		readonly room: Room | undefined;
		/** By an operator's rule. */
		readonly held: readonly QueueRecord[];
	},
	batch: Batch,
): Promise<readonly string[]> {
	const { deps, events } = batch;
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
		room === undefined
			? undefined
			: settleRoom(
					room,
					{
						sawLimit: permit?.stopped?.cause === "quota" && !wasTrial(permit),
						reachedEnd: back.length < dispositions.size,
						keptBack: [...room.deferred.keys(), ...held].map(
							({ sentAt }) => sentAt,
						),
					},
					batch,
				),
	]);
	const deferred = room?.deferred.size ?? 0;
	if (deferred > 0) deps.metrics.add("deferred", deferred);
	deps.log("info", {
		event: "batch",
		records: dispositions.size,
		released: back.length,
		...(deferred === 0 ? {} : { deferred }),
	});
	return back.map(({ record }) => record.messageId);
}

// A trial that is refused once more shows nothing new of how much is left.
function wasTrial({ trialOwner }: Permit): boolean {
	return trialOwner !== undefined;
}
