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

/** Every contestant suffers every fault. Only counts matter: those of one scenario run at the same time, each with a clock of its own. */
export async function measureHarm(
	options: BenchOptions,
): Promise<readonly Harm[]> {
	const absent = skipped().map(({ who }) => who);
	const present = CONTESTANTS.filter((who) => !absent.includes(who));
	const harms: Harm[] = [];
	for (const scenario of SCENARIOS)
		harms.push(
			...(await Promise.all(
				present.map((who) => suffer(scenario, who, options)),
			)),
		);
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
