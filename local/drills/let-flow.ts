import { breakerOf, itemOf } from "../../core/breaker/breaker.ts";
import { tableKey } from "../../core/contract.ts";
import { quotaItemOf, quotaOf } from "../../core/quota/quota.ts";
import type { Scene } from "./scene.ts";
import { changeItem } from "./sender-item.ts";

/** After drills on a sender, which began at `since` (epoch ms): nothing waits any longer for what they caused. */
export async function letFlow(scene: Scene, since: number): Promise<void> {
	await forgetLimit(scene, since);
	await tryAtOnce(scene);
	// A cold start: an environment that could not log in remembers it, and would wait.
	scene.sendingFunction.configure({});
	await scene.askBreaker({ action: "tick" });
	showHidden(scene);
}

/** A limit that was learned from a drill would apply for a day. */
function forgetLimit(scene: Scene, since: number): Promise<void> {
	const key = tableKey.quota(scene.sender.mailbox);
	return changeItem(scene, key, (item) => {
		const { learned, ...quota } = quotaOf(item);
		if (learned === undefined || learned.at < since) return undefined;
		return { ...quotaItemOf(quota), version: quota.version };
	});
}

/** Ends every wait, not the outage: a message or a login still has to show that it is over. */
function tryAtOnce(scene: Scene): Promise<void> {
	const key = tableKey.breaker(scene.sender.mailbox);
	return changeItem(scene, key, (item) => {
		const breaker = breakerOf(item);
		const { version, state, suspect, ...beside } = breaker;
		if (state.kind !== "open") return undefined;
		const next = { ...beside, version, state: { ...state, until: 0 } };
		return { ...itemOf(next), version };
	});
}

/** What waits in vain comes back now; what is at work may come twice, which the ledger is for. */
function showHidden({ queue }: Scene): void {
	for (const entry of queue.inflightMessages.values())
		entry.visibilityDeadline = Math.min(entry.visibilityDeadline, Date.now());
	queue.processTimers();
}
