import {
	type EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { EVENT_TYPE } from "../../../core/contract.ts";
import { OUTCOME_SOURCE } from "../../../core/event/loop.ts";
import { attempt } from "../../shared/aws-failure.ts";
import type { OutcomeDetail, SendingDeps } from "../deps.ts";

const BATCH = 10;

/** Outcome events on the default bus: best effort, never a reason for a record to fail. */
export function createEventBus(options: {
	readonly client: EventBridgeClient;
	readonly sender: string;
	readonly report: (error: unknown) => void;
}): SendingDeps["events"] {
	const { client, sender, report } = options;
	const publishBatch = async (
		events: readonly OutcomeDetail[],
	): Promise<number> => {
		const result = await attempt(
			() =>
				client.send(
					new PutEventsCommand({
						Entries: events.map(({ outcome, ...detail }) => ({
							Source: OUTCOME_SOURCE,
							DetailType: EVENT_TYPE[outcome],
							Detail: JSON.stringify({
								version: 1,
								sender,
								outcome,
								...detail,
							}),
						})),
					}),
				),
			report,
		);
		return result === "unavailable"
			? events.length
			: (result.FailedEntryCount ?? 0);
	};
	return {
		async publish(events) {
			const batches = Array.from(
				{ length: Math.ceil(events.length / BATCH) },
				(_, index) => events.slice(index * BATCH, (index + 1) * BATCH),
			);
			const lost = await Promise.all(batches.map(publishBatch));
			return lost.reduce((sum, count) => sum + count, 0);
		},
	};
}
