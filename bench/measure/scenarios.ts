import { setTimeout as sleep } from "node:timers/promises";
import type { GmailFault } from "../../local/gmail/faults.ts";
import { GMAIL, replyFor } from "../../local/gmail/replies.ts";
import { type Mail, mailsOf } from "../parts/mail.ts";
import type { Runner } from "../peers/runner.ts";
import type { Harm } from "../results.ts";
import { DOT_MS } from "./settings.ts";

type Scenario = Harm["scenario"];

export const SCENARIOS: readonly Scenario[] = [
	"kill",
	"recipients",
	"535",
	"421",
	"5.4.5",
];

/** Sessions end at their next MAIL, so that no mail is in doubt by the outage itself: `kill` is for that. */
const DROPPED: GmailFault = { stage: "mail", drop: true };
const OUTAGES: Readonly<Partial<Record<Scenario, readonly GmailFault[]>>> = {
	"535": [DROPPED, { stage: "auth", reply: GMAIL.badCredentials }],
	"421": [DROPPED, { stage: "connect", reply: replyFor("421", "4.3.0") }],
	"5.4.5": [{ stage: "data", reply: GMAIL.dailyLimit }],
};

const KILLS = 7;
const KILL_EVERY_MS = 5000;
const LOOK_EVERY_MS = 20;
/** The share of the messages that is out when a fault begins. */
const BEFORE = 0.1;

/** As long as Gmail takes, so that kills meet mails under way. */
export function dotMsOf(scenario: Scenario): number {
	return scenario === "kill" ? 700 : DOT_MS;
}

/** What is sent: every tenth of `recipients` goes to an address that Google refuses. */
export function mailsFor(
	scenario: Scenario,
	count: number,
): { readonly all: readonly Mail[]; readonly deliverable: readonly Mail[] } {
	const all = mailsOf(scenario, count).map((mail, index) =>
		scenario === "recipients" && index % 10 === 5
			? { ...mail, to: "reply-550-5.1.1@example.com" }
			: mail,
	);
	return {
		all,
		deliverable: all.filter(({ id, to }) => to === `${id}@example.com`),
	};
}

/** Does the harm while mail flows. @returns when it is over */
export async function strike(
	scenario: Scenario,
	runner: Runner,
	{
		messages,
		outageMs,
	}: { readonly messages: number; readonly outageMs: number },
): Promise<void> {
	if (scenario === "kill") return kill(runner);
	const outage = OUTAGES[scenario];
	if (outage === undefined) return;
	const { gmail } = runner;
	while (gmail.log.accepted.length < BEFORE * messages)
		await sleep(LOOK_EVERY_MS);
	const end = gmail.faults.add(outage);
	await sleep(outageMs);
	end();
}

/** Kills one process after another the hard way, while there is one at work. */
async function kill(runner: Runner): Promise<void> {
	for (let kills = 0; kills < KILLS; kills += 1) {
		await sleep(KILL_EVERY_MS);
		const victims = runner.victims();
		const victim = victims[kills % victims.length];
		if (victim !== undefined) process.kill(victim, "SIGKILL");
	}
}
