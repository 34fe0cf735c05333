import type { ProfileName } from "./profiles.ts";
import { runSeeds } from "./tally.ts";

/** A part of many runs in a process of its own; see simulate.ts. */
const [name = "calm", from, count, mostFailures] = process.argv.slice(2);
const tally = await runSeeds(
	name as ProfileName,
	Number(from),
	Number(count),
	Number(mostFailures),
);
process.send?.(tally, () => process.disconnect());
