import { setTimeout } from "node:timers/promises";

/** Waits for real. */
export async function sleep(ms: number): Promise<void> {
	await setTimeout(ms);
}
