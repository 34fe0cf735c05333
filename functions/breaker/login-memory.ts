import {
	type LoginCheck,
	loginChecked,
	type Watch,
} from "../../core/status/rounds.ts";
import type { Deps } from "./deps.ts";

/** Asked for in a loop, it still logs in no more often than this. */
const PAUSE_MS = 60_000;
const MOST_CONFLICTS = 5;

/** Takes the right to log in now. @returns the login that was checked last when it is too early. */
export async function reserve(
	wanted: LoginCheck,
	deps: Deps,
): Promise<LoginCheck | "unavailable" | undefined> {
	let earlier: LoginCheck | undefined;
	const done = await change((watch) => {
		const last = watch.loginCheck;
		const isEarly =
			last !== undefined &&
			last.secretVersion === wanted.secretVersion &&
			wanted.at - last.at < PAUSE_MS;
		earlier = isEarly ? last : undefined;
		return isEarly ? undefined : loginChecked(watch, wanted);
	}, deps);
	return done === "done" ? earlier : done;
}

/** Keeps the result, unless somebody has begun another login meanwhile. */
export async function remember(check: LoginCheck, deps: Deps): Promise<void> {
	await change(
		(watch) =>
			watch.loginCheck?.at === check.at
				? loginChecked(watch, check)
				: undefined,
		deps,
	);
}

async function change(
	next: (watch: Watch) => Watch | undefined,
	{ watch }: Deps,
): Promise<"done" | "unavailable"> {
	for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
		const before = await watch.read();
		if (before === "unavailable") return before;
		const after = next(before);
		if (after === undefined) return "done";
		const written = await watch.write(after);
		if (written === "written") return "done";
		if (written === "unavailable") return written;
	}
	return "unavailable";
}
