import { ENV } from "../../core/contract.ts";
import { startSender } from "../parts/sender.ts";
import { Audit } from "./audit.ts";
import type { Soaked } from "./course.ts";
import { startLoad } from "./load.ts";
import { randomOf } from "./random.ts";
import { Samples } from "./samples.ts";
import { Weather } from "./weather.ts";

const NO_LIMIT = { [ENV.messageLimit]: "1e9", [ENV.recipientLimit]: "1e9" };

/** A deployed sender and everything that sees what it does; `inStorm`: how many messages meet faults. */
export async function beginSoak(
	seed: number,
	inStorm: number,
): Promise<{ readonly soaked: Soaked; stop(): Promise<void> }> {
	const bench = await startSender({ connections: 3, dotMs: 0, roundTripMs: 0 });
	for (const fn of bench.local.aws.functions)
		Object.assign(fn.environment, NO_LIMIT);
	const random = randomOf(seed);
	const audit = new Audit();
	const weather = new Weather(bench, audit, random, inStorm);
	bench.gmail.onMail((mail) => {
		audit.taken(mail);
		weather.onAccepted();
	});
	const load = startLoad(bench, audit, (name) => weather.count(name));
	const samples = new Samples(bench, audit, weather);
	bench.mapping.enable();
	return {
		soaked: { bench, audit, load, weather, samples, random },
		async stop() {
			samples.stop();
			load.stop();
			await bench.stop();
		},
	};
}
