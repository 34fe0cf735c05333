import type { SenderManifest } from "../../core/manifest.ts";
import { type Reading, read, valueOr } from "./reading.ts";
import { readAttributes } from "./readings.ts";
import type { Target } from "./target.ts";

/** Current message retention of the queue, in seconds, which on-call may have raised. */
export function readRetention(target: Target): Promise<Reading<number>> {
	return read(async () => {
		const attributes = await readAttributes(target, target.sender.queueUrl);
		return Number(attributes.MessageRetentionPeriod);
	});
}

/** Whether the queue keeps mail for longer than the template specifies. */
export function keepsLonger(
	{ retention }: Pick<SenderManifest, "retention">,
	seconds: number,
): boolean {
	return seconds > retention;
}

/** Whether a deployment that restores the template could drop mail; true when the retention cannot be read. */
export async function mayDropMail(target: Target): Promise<boolean> {
	return keepsLonger(
		target.sender,
		valueOr(await readRetention(target), Number.POSITIVE_INFINITY),
	);
}
