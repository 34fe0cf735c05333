/** One contestant suffers one fault, in a process of its own, whose clock is moved: `harm-one.ts SCENARIO WHO MESSAGES OUTAGE_MS`. */
import { takenIds } from "../parts/mail.ts";
import { CONTESTANTS, startRunner } from "../peers/start.ts";
import type { Harm } from "../results.ts";
import { dotMsOf, mailsFor, SCENARIOS, strike } from "./scenarios.ts";
import { endOnSignals } from "./signals.ts";

const CONNECTIONS = 3;

const [, , scenarioName, whoName, messages, outageMs] = process.argv;
const scenario = SCENARIOS.find((name) => name === scenarioName);
const who = CONTESTANTS.find((name) => name === whoName);
if (scenario === undefined || who === undefined)
	throw new Error(
		`Cannot do ${scenarioName} to ${whoName}: allowed are ${SCENARIOS.join(", ")} and ${CONTESTANTS.join(", ")}`,
	);

endOnSignals();
const runner = await startRunner(who, {
	connections: CONNECTIONS,
	dotMs: dotMsOf(scenario),
});
try {
	const { deliverable, all } = mailsFor(scenario, Number(messages));
	await runner.fill(all);
	runner.go();
	await strike(scenario, runner, {
		messages: all.length,
		outageMs: Number(outageMs),
	});
	await runner.settle();
	const { waiting, givenUp } = await runner.left();
	const taken = takenIds(runner.gmail);
	const missing = deliverable.filter(({ id }) => !taken.has(id));
	const still = missing.filter(({ id }) => waiting.has(id));
	const dropped = missing.filter(
		({ id }) => givenUp.has(id) && !waiting.has(id),
	);
	const harm: Harm = {
		scenario,
		who,
		messages: deliverable.length,
		lost: missing.length - still.length - dropped.length,
		doubled: [...taken.values()].filter((times) => times > 1).length,
		givenUp: dropped.length,
		...(still.length > 0 ? { waiting: still.length } : {}),
		logins: runner.gmail.log.logins.length,
	};
	console.log(JSON.stringify(harm));
} finally {
	await runner.stop();
}
