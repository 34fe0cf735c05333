import { CROWDED_ABOVE } from "../../core/breaker/crowd.ts";
import { ENV, QUOTA_NEAR_PERCENT, tableKey } from "../../core/contract.ts";
import { quotaOf } from "../../core/quota/quota.ts";
import { usedOf } from "../../core/quota/window.ts";
import type { Begun } from "./drill.ts";
import type { Scene } from "./scene.ts";
import { readItem } from "./sender-item.ts";

const MESSAGES = 8;

/** The limit is lowered so far that a few messages nearly use it up. */
export async function lowerLimit(scene: Scene): Promise<Begun> {
	const key = tableKey.quota(scene.sender.mailbox);
	const quota = quotaOf(await readItem(scene, key));
	const used = usedOf(quota, Date.now()).messages + MESSAGES;
	const limit = String(Math.floor((used * 100) / QUOTA_NEAR_PERCENT));
	for (const fn of [scene.sendingFunction, scene.breakerFunction]) {
		const before = fn.environment[ENV.messageLimit] ?? "";
		const set = (value: string) =>
			fn.configure({
				environment: { ...fn.environment, [ENV.messageLimit]: value },
			});
		set(limit);
		scene.atEnd(() => set(before));
	}
	for (let sent = 0; sent < MESSAGES; sent += 1) await scene.send();
	return {};
}

/** As if more messages were received and hidden than the queue bears. */
export function crowd(scene: Scene): Begun {
	const { inflightMessages } = scene.queue;
	const handles = Array.from(
		{ length: CROWDED_ABOVE + 1 },
		(_, index) => `drill-${index}`,
	);
	for (const receiptHandle of handles)
		inflightMessages.set(receiptHandle, {
			message: {
				messageId: receiptHandle,
				body: "{}",
				md5OfBody: "",
				messageAttributes: {},
				md5OfMessageAttributes: "",
				sentTimestamp: Date.now(),
				approximateReceiveCount: 1,
			},
			receiptHandle,
			visibilityDeadline: Number.POSITIVE_INFINITY,
		});
	scene.atEnd(() => {
		for (const handle of handles) inflightMessages.delete(handle);
	});
	return {};
}
