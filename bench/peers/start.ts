import type { Contestant } from "../results.ts";
import { startLambda } from "./lambda.ts";
import { startPool } from "./pool.ts";
import { startPostfix, whyNoPostfix } from "./postfix.ts";
import type { Runner, RunnerSettings } from "./runner.ts";

/** In the order of their turns. */
export const CONTESTANTS: readonly Contestant[] = [
	"pool",
	"ours",
	"naive",
	"powertools",
	"postfix",
];

export function startRunner(
	who: Contestant,
	settings: RunnerSettings,
): Promise<Runner> {
	if (who === "pool") return startPool(settings);
	if (who === "postfix") return startPostfix(settings);
	return startLambda(who, settings);
}

/** Who can't be measured on this machine. */
export function skipped(): readonly {
	readonly who: Contestant;
	readonly why: string;
}[] {
	const why = whyNoPostfix();
	return why === undefined ? [] : [{ who: "postfix", why }];
}
