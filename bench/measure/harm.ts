import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CONTESTANTS, skipped } from "../peers/start.ts";
import type { Harm } from "../results.ts";
import type { BenchOptions } from "./options.ts";
import { progress } from "./progress.ts";
import { SCENARIOS } from "./scenarios.ts";

const run = promisify(execFile);
const ONE = join(import.meta.dirname, "harm-one.ts");

/** At the same time: most of an outage is waiting. */
const AT_ONCE = 5;

/** Every contestant suffers every fault. Only counts matter, so several do at the same time, each with a clock of its own. */
export async function measureHarm(
	options: BenchOptions,
): Promise<readonly Harm[]> {
	const absent = skipped().map(({ who }) => who);
	const jobs = SCENARIOS.flatMap((scenario) =>
		CONTESTANTS.filter((who) => !absent.includes(who)).map((who) => ({
			scenario,
			who,
		})),
	);
	const harms: Harm[] = [];
	const next = jobs.entries();
	const work = async () => {
		for (const [place, { scenario, who }] of next)
			harms[place] = await suffer(scenario, who, options);
	};
	// All, so that after a failure nobody is left behind.
	const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	return harms;
}

async function suffer(
	scenario: Harm["scenario"],
	who: Harm["who"],
	{ harmMessages, outageMs }: BenchOptions,
): Promise<Harm> {
	const args = [scenario, who, harmMessages, outageMs].map(String);
	const { stdout } = await run(process.execPath, [ONE, ...args]);
	const harm: Harm = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
	const { lost, doubled, givenUp, logins, waiting = 0 } = harm;
	progress(
		`harm, ${scenario}: ${who} lost ${lost}, doubled ${doubled}, gave up ${givenUp}, left ${waiting} waiting, logged in ${logins} times`,
	);
	return harm;
}
