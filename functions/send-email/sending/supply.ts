import type { AdmittedBatch } from "../batch.ts";
import { isTimeToSend } from "../deadline.ts";
import type { Deliverable } from "../record.ts";
import { prepareMessage, type Ready } from "./prepare.ts";

/** A message that is being prepared, or is ready. */
export interface Taken {
	readonly message: Deliverable;
	readonly ready: Promise<Ready>;
}

/** What the connections take their messages from. */
export interface Supply {
	/** Whether there is a message that nobody has begun. */
	hasMore(): boolean;
	/** The next message; undefined when none may be begun. */
	take(): Taken | undefined;
	/** Prepares one for whoever is free next, just before that is. @returns what ends the wait for it. */
	prepareInTime(): () => void;
	/** What was prepared and nobody has taken. */
	rest(): readonly Taken[];
}

/** So long before a connection is likely to be free, its next message is claimed: a claim by itself leaves a doubt if the process dies. */
const AHEAD_MS = 40;

export function supplyOf(queue: Deliverable[], batch: AdmittedBatch): Supply {
	const { deps, memory } = batch;
	const ahead: Taken[] = [];
	const begin = (): Taken | undefined => {
		const message = mayStart(batch) ? queue.shift() : undefined;
		if (message === undefined) return undefined;
		const ready = prepareMessage(message, batch);
		// Whoever takes it is told.
		ready.catch(() => {});
		return { message, ready };
	};
	return {
		hasMore: () => queue.length > 0,
		take: () => ahead.shift() ?? begin(),
		prepareInTime() {
			if (queue.length === 0 || memory.sendMs === undefined) return () => {};
			return deps.timer(Math.max(0, memory.sendMs - AHEAD_MS), () => {
				const next = begin();
				if (next !== undefined) ahead.push(next);
			});
		},
		rest: () => ahead.splice(0),
	};
}

export function mayStart(batch: AdmittedBatch): boolean {
	return batch.stopped === undefined && isTimeToSend(batch);
}
