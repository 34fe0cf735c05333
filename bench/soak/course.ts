import { moveClock } from "../../local/control/clock.ts";
import { Settling } from "../../local/control/settling.ts";
import { MAILBOX } from "../parts/mail.ts";
import type { BenchSender } from "../parts/sender.ts";
import type { Audit } from "./audit.ts";
import type { Load } from "./load.ts";
import { type Kind, kindsOf } from "./messages.ts";
import { sentAndHidden, waitingIn } from "./queue.ts";
import type { Random } from "./random.ts";
import type { Samples } from "./samples.ts";
import type { Weather } from "./weather.ts";

const MINUTE = 60_000;
const CHUNK = 1000;
/** Before a calm stretch is measured: processes are new. */
const WARM_UP = 0.1;
const LONGEST_DRAIN_MINUTES = 72 * 60;

export interface Soaked {
	readonly bench: BenchSender;
	readonly audit: Audit;
	readonly load: Load;
	readonly weather: Weather;
	readonly samples: Samples;
	readonly random: Random;
}

/** Sends without a fault, at full speed, by processes that are new at its beginning. */
export async function sendCalmly(
	name: string,
	count: number,
	{ bench, load, samples }: Soaked,
): Promise<void> {
	bench.fn.stop();
	samples.stretch = `before ${name}`;
	const warm = Math.round(count * WARM_UP);
	await load.keepUp(plain(warm));
	samples.stretch = name;
	await load.keepUp(plain(count - warm));
	samples.stretch = "";
	await new Settling(bench.local.aws).wait();
}

/** Sends so many without a fault. @returns how many a second */
export async function sendRound(
	count: number,
	{ bench, load }: Soaked,
): Promise<number> {
	const started = performance.now();
	await load.keepUp(plain(count));
	await new Settling(bench.local.aws).wait();
	return (count * 1000) / (performance.now() - started);
}

/** Sends while everything goes wrong; in its midst the mailbox gets another password, and its day is over. */
export async function sendInStorm(
	name: string,
	count: number,
	soaked: Soaked,
): Promise<void> {
	const { load, samples, weather, random } = soaked;
	const kinds = kindsOf(count, random);
	const chunk = Math.min(CHUNK, Math.ceil(count / 4));
	const chunks = Math.ceil(count / chunk);
	samples.stretch = name;
	for (let number = 0; number < chunks; number += 1) {
		const some = kinds.slice(number * chunk, (number + 1) * chunk);
		const put = () => load.put(some);
		weather.isBad = true;
		if (number === 1) await changePassword(put, soaked);
		else if (number === chunks - 2) await reachLimit(put, soaked);
		else await put();
		await settle(soaked);
		await pass(3, soaked);
	}
	weather.isBad = false;
	await drain(soaked);
	samples.stretch = "";
}

/** Somebody changes the mailbox's password, and tells the secret a little later. */
async function changePassword(
	put: () => Promise<void>,
	soaked: Soaked,
): Promise<void> {
	const { bench, weather, random } = soaked;
	const { gmail, local } = bench;
	const appPassword = Array.from({ length: 16 }, () =>
		String.fromCharCode(97 + random.whole(0, 25)),
	).join("");
	weather.mark("password");
	const before = refusedLogins(soaked);
	gmail.mailboxes.setPassword(appPassword, MAILBOX);
	weather.cut("fin");
	await put();
	await settle(soaked);
	await pass(2, soaked);
	weather.count("535 after a password change", refusedLogins(soaked) - before);
	const secret = JSON.stringify({ appPassword });
	local.aws.services.secrets.put(local.senders[0]?.secretArn ?? "", secret);
	await pass(10, soaked);
}

function refusedLogins({ bench }: Soaked): number {
	return bench.gmail.log.logins.filter(({ accepted }) => !accepted).length;
}

async function reachLimit(
	put: () => Promise<void>,
	soaked: Soaked,
): Promise<void> {
	const { weather } = soaked;
	weather.isLimited = true;
	await put();
	await settle(soaked);
	await pass(5, soaked);
	weather.isLimited = false;
	await pass(65, soaked);
}

/** Waits until nothing is at work, and sees what killed processes have left. */
async function settle({ bench, audit, weather }: Soaked): Promise<void> {
	await new Settling(bench.local.aws).wait();
	if (bench.local.aws.busy) return;
	if (!weather.wasKilled) return;
	weather.wasKilled = false;
	weather.count("SQS delivers again what is sent", sentAndHidden(bench, audit));
}

async function pass(minutes: number, soaked: Soaked): Promise<void> {
	const { aws } = soaked.bench.local;
	for (let passed = 0; passed < minutes; passed += 1) {
		await moveClock(aws, MINUTE);
		await settle(soaked);
	}
}

/** Lets time pass until nothing waits any more. */
async function drain(soaked: Soaked): Promise<void> {
	const { bench, audit } = soaked;
	const step = 10;
	await settle(soaked);
	for (let passed = 0; waitingIn(bench) > 0; passed += step) {
		if (passed > LONGEST_DRAIN_MINUTES)
			return audit.breach("waits", `${waitingIn(bench)} messages wait`);
		await pass(step, soaked);
	}
}

function plain(count: number): readonly Kind[] {
	return Array.from({ length: count }, () => "plain");
}
