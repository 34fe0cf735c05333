/**
 * Many messages through the local stack while everything goes wrong, checked on what Google took:
 * `npm run soak -- [--messages 100000] [--seed 1]`. Writes a file of results and a chart into this folder.
 */
import { parseArgs } from "node:util";
import { ENV } from "../core/contract.ts";
import { startSender } from "./parts/sender.ts";
import { Audit } from "./soak/audit.ts";
import { type Soaked, sendCalmly, sendInStorm } from "./soak/course.ts";
import { CALM } from "./soak/judge.ts";
import { startLoad } from "./soak/load.ts";
import { randomOf } from "./soak/random.ts";
import { resultsOf, type SoakResults } from "./soak/results.ts";
import { Samples } from "./soak/samples.ts";
import { RULES } from "./soak/verdict.ts";
import { Weather } from "./soak/weather.ts";
import { writeResults } from "./soak/write-results.ts";

const FEWEST = 500;
const NO_LIMIT = { [ENV.messageLimit]: "1e9", [ENV.recipientLimit]: "1e9" };

const { values } = parseArgs({
	options: {
		messages: { type: "string", default: "100000" },
		seed: { type: "string", default: "1" },
	},
});
const messages = wholeNumber("--messages", values.messages, FEWEST);
const seed = wholeNumber("--seed", values.seed, 0);

const bench = await startSender({ connections: 3, dotMs: 0, roundTripMs: 0 });
try {
	for (const fn of bench.local.aws.functions)
		Object.assign(fn.environment, NO_LIMIT);
	const results = await soak();
	await writeResults(results);
	tell(results);
	if (results.checks.some(({ isWell }) => isWell === false))
		process.exitCode = 1;
} finally {
	await bench.stop();
}

async function soak(): Promise<SoakResults> {
	const random = randomOf(seed);
	const audit = new Audit();
	const share = (part: number) => Math.round(messages * part);
	const weather = new Weather(bench, audit, random, share(0.6));
	bench.gmail.onMail((mail) => {
		audit.taken(mail);
		weather.onAccepted();
	});
	const load = startLoad(bench, audit, (name) => weather.count(name));
	const samples = new Samples(bench, audit, weather);
	const soaked: Soaked = { bench, audit, load, weather, samples, random };
	bench.mapping.enable();
	try {
		await sendCalmly(CALM[0], share(0.1), soaked);
		await sendInStorm("first storm", share(0.3), soaked);
		await sendCalmly(CALM[1], share(0.2), soaked);
		await sendInStorm("second storm", share(0.3), soaked);
		await sendCalmly(CALM[2], share(0.1), soaked);
		samples.look();
		return resultsOf(soaked, { messages, seed });
	} finally {
		samples.stop();
		load.stop();
	}
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
