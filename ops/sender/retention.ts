import type { SenderManifest } from "../../core/manifest.ts";
import { type Reading, read, valueOr } from "./reading.ts";
import { readAttributes } from "./readings.ts";
import type { Target } from "./target.ts";

/** Seconds for which the queue keeps a message now: on-call may have raised it. */
export function readRetention(target: Target): Promise<Reading<number>> {
	return read(async () => {
		const attributes = await readAttributes(target, target.sender.queueUrl);
		return Number(attributes.MessageRetentionPeriod);
	});
}

/** Whether the queue keeps mail for longer than the template says. */
export function keepsLonger(
	{ retention }: Pick<SenderManifest, "retention">,
	seconds: number,
): boolean {
	return seconds > retention;
}

/** Whether making everything as the template says could drop mail. What cannot be read may be so. */
export async function mayDropMail(target: Target): Promise<boolean> {
	return keepsLonger(
		target.sender,
		valueOr(await readRetention(target), Number.POSITIVE_INFINITY),
	);
}
