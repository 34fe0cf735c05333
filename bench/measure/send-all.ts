import { setTimeout as sleep } from "node:timers/promises";
import { type Mail, taken } from "../parts/mail.ts";
import { cpuBetween } from "../parts/processes.ts";
import type { Runner } from "../peers/runner.ts";

/** So that who has the other end knows, also on a busy machine: a send on what is closed would be tried again much later. */
const CLOSED_MS = 1000;
/** A contestant that sends nothing for so long has failed. */
const MOST_MS = 600_000;

export interface Measured {
	readonly perSecond: number;
	readonly connections: number;
	readonly logins: number;
	/** A mail. */
	readonly billedMs: number | undefined;
	/** A mail. */
	readonly cpuMs: number;
}

/**
 * Sends mails that wait, with no connection open at first: from the first receive to the last 250.
 *
 * @param most Only the first so many are measured; where there are more, the contestant is of no use afterwards.
 */
export async function sendAll(
	runner: Runner,
	mails: readonly Mail[],
	most = mails.length,
): Promise<Measured> {
	const { gmail } = runner;
	await runner.fill(mails);
	gmail.dropConnections();
	await sleep(CLOSED_MS);
	const { connections } = gmail.log;
	const logins = gmail.log.logins.length;
	const billedMs = runner.billedMs();
	const cpu = runner.cpu();
	const count = Math.min(most, mails.length);
	const last = taken(gmail, count);
	const started = performance.now();
	runner.go();
	const ended = await within(last, runner);
	if (count === mails.length) await runner.rest();
	const billed = runner.billedMs();
	return {
		perSecond: (count / (ended - started)) * 1000,
		connections: gmail.log.connections - connections,
		logins: gmail.log.logins.length - logins,
		billedMs:
			billed === undefined || billedMs === undefined
				? undefined
				: (billed - billedMs) / count,
		cpuMs: cpuBetween(cpu, runner.cpu()) / count,
	};
}

async function within(last: Promise<number>, { who }: Runner): Promise<number> {
	const late = new AbortController();
	const tooLate = sleep(MOST_MS, undefined, { signal: late.signal }).then(
		() => {
			throw new Error(
				`Cannot measure ${who} as it has not sent everything after ${MOST_MS / 60_000} minutes`,
			);
		},
	);
	try {
		return await Promise.race([last, tooLate]);
	} finally {
		late.abort();
		tooLate.catch(() => {});
	}
}
