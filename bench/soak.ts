/**
 * Many messages through the local stack while everything goes wrong, checked on what Google took:
 * `npm run soak -- [--messages 100000] [--seed 1]`. Writes a file of results and a chart into this folder.
 */
import { parseArgs } from "node:util";
import { beginSoak } from "./soak/begin.ts";
import { sendCalmly, sendInStorm } from "./soak/course.ts";
import { CALM } from "./soak/judge.ts";
import { raceFresh } from "./soak/race.ts";
import { resultsOf, type SoakResults } from "./soak/results.ts";
import { RULES } from "./soak/verdict.ts";
import { writeResults } from "./soak/write-results.ts";

const FEWEST = 500;

const { values } = parseArgs({
	options: {
		messages: { type: "string", default: "100000" },
		seed: { type: "string", default: "1" },
	},
});
const messages = wholeNumber("--messages", values.messages, FEWEST);
const seed = wholeNumber("--seed", values.seed, 0);

const share = (part: number) => Math.round(messages * part);
const { soaked, stop } = await beginSoak(seed, share(0.6));
try {
	const results = await soak();
	await writeResults(results);
	tell(results);
	if (results.checks.some(({ isWell }) => isWell === false))
		process.exitCode = 1;
} finally {
	await stop();
}

async function soak(): Promise<SoakResults> {
	await sendCalmly(CALM[0], share(0.1), soaked);
	await sendInStorm("first storm", share(0.3), soaked);
	await sendCalmly(CALM[1], share(0.2), soaked);
	await sendInStorm("second storm", share(0.3), soaked);
	const race = await raceFresh(share(0.1), soaked);
	soaked.samples.look();
	return resultsOf(soaked, race, { messages, seed });
}

function tell({ tally, faults, checks, seconds }: SoakResults): void {
	console.log(`${messages} messages in ${seconds} s, seed ${seed}`);
	for (const [name, count] of Object.entries({ ...tally, ...faults }))
		console.log(`${String(count).padStart(8)}  ${name}`);
	for (const { rule, isWell, what } of checks) {
		const verdict = { true: "well", false: "BROKEN", null: "untold" }[
			`${isWell}`
		];
		console.log(`${verdict.padStart(8)}  ${RULES[rule]}`);
		for (const line of what) console.log(`${" ".repeat(12)}${line}`);
	}
}

/** @throws Error that names what is allowed. */
function wholeNumber(option: string, given: string, least: number): number {
	const number = Number(given);
	if (Number.isSafeInteger(number) && number >= least) return number;
	throw new Error(
		`Cannot take ${given} for ${option}: allowed is a whole number from ${least}`,
	);
}
