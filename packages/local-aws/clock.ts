import { setTimeout as sleep } from "node:timers/promises";

/**
 * The time of a local run. Only `Date` is moved, timers stay real: a day of waiting passes in a
 * moment, and a time-out still takes as long as it says.
 */
const RealDate = globalThis.Date;
const FROM_ENVIRONMENT = "LOCAL_CLOCK_OFFSET_MS";
/** Header of an invocation with the clock's offset: a message to the process could be overtaken by it. */
export const CLOCK_HEADER = "local-clock-offset-ms";

/** The clock may jump: so often is looked whether the time has come. */
const LOOK_EVERY_MS = 50;

let offsetMs = 0;
let users = 0;

const now = () => RealDate.now() + offsetMs;

const MovedDate = new Proxy(RealDate, {
	construct: (target, args, newTarget) =>
		Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
	apply: () => new RealDate(now()).toString(),
	get: (target, key, receiver) =>
		key === "now" ? now : Reflect.get(target, key, receiver),
});

/** Puts this process's `Date` on the local clock. @returns how to take it back: the last user's does, and the machine's time is there again. */
export function installClock(): () => void {
	globalThis.Date = MovedDate;
	users += 1;
	let isUser = true;
	return () => {
		if (!isUser) return;
		isUser = false;
		users -= 1;
		if (users > 0) return;
		globalThis.Date = RealDate;
		offsetMs = 0;
	};
}

/** How far this process's clock is ahead, for a child to start with: it imports clock-of-parent.ts. */
export function clockEnvironment(): Record<string, string> {
	return { [FROM_ENVIRONMENT]: String(offsetMs) };
}

/** In a child process: starts with its parent's time. */
export function takeParentsClock(): void {
	installClock();
	setClockOffset(Number(process.env[FROM_ENVIRONMENT] ?? 0));
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
