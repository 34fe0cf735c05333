import { setTimeout } from "node:timers/promises";

const LONGEST_MS = 250;

/** Waits for real, in small steps: an environment that was frozen meanwhile has waited already. */
export async function sleep(ms: number): Promise<void> {
	const end = Date.now() + ms;
	for (let left = ms; left > 0; left = end - Date.now())
		await setTimeout(Math.min(left, LONGEST_MS));
}
