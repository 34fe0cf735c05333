import {
	afterLoginCheck,
	type LastRound,
	type LoginCheck,
} from "../../core/status/last-round.ts";
import { change } from "../shared/change.ts";
import type { BreakerDeps } from "./deps.ts";

/** Asked for in a loop, it still logs in no more often than this. */
const PAUSE_MS = 60_000;

/** Takes the right to log in now. @returns the login that was checked last when it is too early. */
export async function takeLoginTurn(
	wanted: LoginCheck,
	{ lastRound, newId }: BreakerDeps,
): Promise<LoginCheck | "unavailable" | undefined> {
	const writer = newId();
	const after = await change(
		lastRound,
		(current) =>
			isTooEarly(wanted, current) ? current : afterLoginCheck(current, wanted),
		{ writer },
	);
	if (after === "unavailable") return after;
	return after.writers?.includes(writer) ? undefined : after.loginCheck;
}

function isTooEarly(
	{ at, secretVersion }: LoginCheck,
	{ loginCheck: last }: LastRound,
): boolean {
	return last?.secretVersion === secretVersion && at - last.at < PAUSE_MS;
}

/** Keeps the result, unless somebody has begun another login meanwhile. */
export async function rememberLogin(
	check: LoginCheck,
	{ lastRound, newId }: BreakerDeps,
): Promise<void> {
	await change(
		lastRound,
		(current) =>
			current.loginCheck?.at === check.at
				? afterLoginCheck(current, check)
				: current,
		{ writer: newId() },
	);
}
