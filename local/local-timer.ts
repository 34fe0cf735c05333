import { setTimeout as sleep } from "node:timers/promises";

/** The clock may jump: so often is looked whether the time has come. */
const LOOK_EVERY_MS = 50;

/** Waits until the local clock says `at` (epoch ms). @throws when `signal` aborts. */
export async function sleepUntil(
	at: number,
	signal: AbortSignal,
): Promise<void> {
	for (;;) {
		signal.throwIfAborted();
		const left = at - Date.now();
		if (left <= 0) return;
		await sleep(Math.min(left, LOOK_EVERY_MS), undefined, { signal });
	}
}
