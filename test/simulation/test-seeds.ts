import { expect, test } from "vitest";
import { THOUSANDS_MS } from "../support/mail.ts";
import type { ProfileName } from "./profiles.ts";
import { runSeed } from "./run-seed.ts";
import { neverFired, runSeeds } from "./tally.ts";

/** Tests that so many days of a profile hold what must hold, and that everything which can happen did. */
export function testSeeds(name: ProfileName, count: number): void {
	test(
		`${count} seeds of "${name}"`,
		async () => {
			const { failed, counts } = await runSeeds(name, 1, count, 1);
			const [first] = failed;
			if (first !== undefined) {
				const { story } = await runSeed(first.seed, name, true);
				const { rule, what } = first.breach;
				expect.fail(
					`seed ${first.seed}: ${rule}: ${what}\n${story.join("\n")}`,
				);
			}
			expect(neverFired(name, counts)).toEqual([]);
		},
		THOUSANDS_MS,
	);
}
