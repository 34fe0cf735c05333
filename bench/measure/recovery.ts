import { replyFor } from "../../local/gmail/replies.ts";
import { mailsOf } from "../parts/mail.ts";
import { rounded } from "../parts/spread.ts";
import { quiet, startLambda } from "../peers/lambda.ts";
import type { Recovery } from "../results.ts";
import type { BenchOptions } from "./options.ts";
import { progress } from "./progress.ts";
import { arithmeticRate, DOT_MS } from "./settings.ts";

const CONNECTIONS = 3;
const WARM_UP = 20;
const OUTAGE_MINUTES = 60;
const MINUTE_MS = 60_000;
/** Steps of the clock after the outage: what happens in between is seen so exactly. */
const STEP_MS = 5000;
/** A sender that sends nothing for so long has not recovered. */
const MOST_STEPS = 2000;

/** An hour of 421 while mail waits; then it ends. Times are of the run's clock. */
export async function measureRecovery({
	waiting,
}: BenchOptions): Promise<Recovery> {
	const runner = await startLambda("ours", {
		connections: CONNECTIONS,
		dotMs: DOT_MS,
	});
	try {
		const { deployed, gmail } = runner;
		const { aws } = deployed.local;
		await runner.fill(mailsOf("warm", WARM_UP));
		runner.go();
		await quiet(deployed);

		const end = gmail.faults.add([
			{ stage: "mail", drop: true },
			{ stage: "connect", reply: replyFor("421", "4.3.0") },
		]);
		const before = gmail.log.accepted.length;
		await runner.fill(mailsOf("waiting", waiting));
		await quiet(deployed);
		for (let minute = 0; minute < OUTAGE_MINUTES; minute += 1) {
			aws.advance(MINUTE_MS);
			await quiet(deployed);
		}
		progress("recovery: the outage ends");
		end();
		const ended = Date.now();
		const sent = () => gmail.log.accepted.slice(before);
		for (let steps = 0; sent().length < waiting; steps += 1) {
			if (steps === MOST_STEPS)
				throw new Error(
					`Cannot measure the recovery as ${waiting - sent().length} of ${waiting} messages still wait`,
				);
			await quiet(deployed);
			if (sent().length < waiting) aws.advance(STEP_MS);
		}
		const times = sent().map(({ at }) => (at - ended) / 1000);
		const recovery = {
			waiting,
			first: rounded(Math.min(...times)),
			last: rounded(Math.max(...times)),
			arithmetic: rounded(waiting / arithmeticRate(CONNECTIONS)),
		};
		progress(`recovery: ${JSON.stringify(recovery)}`);
		return recovery;
	} finally {
		await runner.stop();
	}
}
