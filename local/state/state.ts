import type { LocalAws } from "local-aws";
import { holdNow } from "../../core/breaker/holds.ts";
import { DOUBT } from "../../core/delivery/causes.ts";
import { harmless } from "../../core/harmless.ts";
import type { SenderManifest } from "../../core/manifest.ts";
import { limitsNow } from "../../core/quota/limits.ts";
import { usedOf } from "../../core/quota/window.ts";
import { type Overview, verdictText } from "../../core/status/overview.ts";
import { verdictOf } from "../../core/status/verdict.ts";
import type { LocalState, RedAlarm, SenderState } from "../api.ts";
import { opsCommand } from "../commands-to-type.ts";
import { stackOf } from "../senders.ts";
import { askBreaker } from "./ask-breaker.ts";
import { adviceFor, type CommandPlace } from "./commands.ts";
import { alarmIdOf, runbookSection } from "./runbook.ts";

type AlarmFacts = LocalAws["services"]["cloudwatch"]["red"][number];

/** What the page needs of a run. */
export interface PageRun {
	readonly aws: LocalAws;
	readonly senders: readonly SenderManifest[];
	/** Ids of the drills that are on. */
	drills(): readonly string[];
}

/** What the strip shows of a run. `runbook` is Markdown. */
export async function readState(
	run: PageRun,
	runbook: string,
): Promise<LocalState> {
	const { red } = run.aws.services.cloudwatch;
	const senders = await Promise.all(
		run.senders.map((sender) => senderState(sender, run, red, runbook)),
	);
	return {
		now: Date.now(),
		aheadMs: run.aws.aheadMs,
		port: run.aws.port,
		sendCommand:
			senders.length === 0
				? ""
				: opsCommand(run, "send --to you@example.com --subject Hello"),
		senders,
		drills: run.drills(),
	};
}

async function senderState(
	sender: SenderManifest,
	run: PageRun,
	red: readonly AlarmFacts[],
	runbook: string,
): Promise<SenderState> {
	const { name, mailbox, queueArn, deadLetterQueueArn } = sender;
	const { aws, senders } = run;
	const stackName = stackOf(aws, sender)?.name ?? "";
	const place: CommandPlace = { aws, senders, sender, stackName };
	const answer = await askBreaker(sender, run.aws);
	const alarms = red
		.filter(({ AlarmName }) => AlarmName.startsWith(`${name}: `))
		.map((alarm) => redAlarm(alarm, place, runbook));
	const known = {
		name,
		mailbox,
		waiting: depth(queueArn, run.aws),
		deadLetters: depth(deadLetterQueueArn, run.aws),
		alarms,
	};
	if (typeof answer === "string")
		return {
			...known,
			sending: false,
			verdict: harmless(answer),
			breaker: "unknown",
			inDoubt: 0,
			used: 0,
			limit: sender.limits.messages,
		};
	const verdict = verdictOf(answer, adviceFor(place));
	const { deadByCause, quota, limits, now } = answer;
	return {
		...known,
		sending: verdict.sending,
		verdict: harmless(verdictText(verdict)),
		breaker: breakerText(answer),
		inDoubt: (deadByCause["in-doubt"] ?? 0) + (deadByCause[DOUBT] ?? 0),
		used: usedOf(quota, now).messages,
		limit: limitsNow(quota, limits, now).messages,
	};
}

function breakerText({ breaker: { state, hold }, now }: Overview): string {
	const held = holdNow(hold, now) === undefined ? "" : ", on hold";
	const cause = state.kind === "closed" ? "" : ` (${state.cause})`;
	return `${state.kind}${cause}${held}`;
}

/** Ready, waiting and at work: asked of the queue itself, as a drill may have broken the function that tells. */
function depth(queueArn: string, { services }: LocalAws): number {
	const queue = services.queues.store.getQueueByArn(queueArn);
	return queue === undefined
		? 0
		: queue.messages.length +
				queue.inflightMessages.size +
				queue.delayedMessages.length;
}

function redAlarm(
	alarm: AlarmFacts,
	place: CommandPlace,
	runbook: string,
): RedAlarm {
	const { AlarmName, AlarmActions = [], MetricName } = alarm;
	const id = alarmIdOf(MetricName);
	return {
		id,
		name: AlarmName,
		severity: AlarmActions.includes(place.sender.pageTopicArn)
			? "page"
			: "ticket",
		since: alarm.StateUpdatedTimestamp * 1000,
		text: alarm.AlarmDescription ?? "",
		runbook: runbookSection(runbook, id, place),
	};
}
