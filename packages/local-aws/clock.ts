import { setTimeout as sleep } from "node:timers/promises";

/**
 * The time of a local run. Only `Date` is moved, timers stay real: a day of waiting passes in a
 * moment, and a time-out still takes as long as it says. Importing this module patches `Date`.
 */
const RealDate = globalThis.Date;
const FROM_ENVIRONMENT = "LOCAL_CLOCK_OFFSET_MS";
/** Header of an invocation with the clock's offset: a message to the process could be overtaken by it. */
export const CLOCK_HEADER = "local-clock-offset-ms";

/** The clock may jump: so often is looked whether the time has come. */
const LOOK_EVERY_MS = 50;

let offsetMs = Number(process.env[FROM_ENVIRONMENT] ?? 0);

const now = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
	construct: (target, args, newTarget) =>
		Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
	apply: () => new RealDate(now()).toString(),
	get: (target, key, receiver) =>
		key === "now" ? now : Reflect.get(target, key, receiver),
});

/** How far this process's clock is ahead, for a child to start with. */
export function clockEnvironment(): Record<string, string> {
	return { [FROM_ENVIRONMENT]: String(offsetMs) };
}

export function clockOffset(): number {
	return offsetMs;
}

export function setClockOffset(ms: number): void {
	offsetMs = ms;
}

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

// A function's process is told of a jump by its parent, without being kept alive by listening.
if (
	process.env[FROM_ENVIRONMENT] !== undefined &&
	process.channel !== undefined
) {
	process.on("message", (message: { readonly clockOffsetMs?: number }) => {
		if (message.clockOffsetMs !== undefined)
			setClockOffset(message.clockOffsetMs);
	});
	process.channel?.unref();
}
