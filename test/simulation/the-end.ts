import type { Trait } from "./profiles.ts";
import type { World } from "./world.ts";

/** Their key is not their label. */
const KEYED_OTHERWISE: readonly Trait[] = ["no id", "invalid", "event"];

/** What must hold when nothing is the matter any more, and all had its time. */
export function checkEnd(world: World): void {
	const { account, auditor, mailings, storage } = world;
	const left = account.source.messages;
	if (left.length > 0)
		auditor.breach(
			"5 everything that waits is sent",
			`${left.length} still wait, ${left[0]?.body.slice(0, 60)} among them`,
		);
	for (const { label, trait, taskToken, body } of mailings.values()) {
		const state = String(world.row(label)?.state);
		const isDead = account.dead.messages.some((copy) => copy.body === body);
		const isTaken = auditor.deliveriesOf(label).length > 0;
		world.count(`ends ${endOf(state, isDead, isTaken)}`);
		if (KEYED_OTHERWISE.includes(trait)) {
			if (!isDead && !isTaken)
				auditor.breach("1 nothing is lost", `${label} is nowhere`);
		} else if (state === "FAILED" && !isDead) {
			auditor.breach(
				"1 nothing is lost",
				`${label} is FAILED, and has no copy in the dead-letter queue`,
			);
		} else if (!["SENT", "FAILED", "EXPIRED"].includes(state)) {
			if (!isTaken)
				auditor.breach(
					"5 everything that waits is sent",
					`${label} ends as ${state}`,
				);
		}
		if (state === "EXPIRED" && isTaken)
			auditor.breach(
				"expired means that nobody got it",
				`${label} is EXPIRED, and some have it`,
			);
		// A 250 that nobody could write down is acknowledged, though its task did not hear.
		const isUnrecorded = isTaken && state !== "SENT";
		const isTold = taskToken === undefined || storage.answers.has(taskToken);
		if (!isTold && !isUnrecorded)
			auditor.breach("every task is answered", `${label}'s task waits`);
	}
}

function endOf(state: string, isDead: boolean, isTaken: boolean): string {
	if (state !== "undefined") return state;
	if (isDead) return "rejected";
	return isTaken ? "sent without an id" : "nowhere";
}

/** Causes of which a redrive makes nothing good. */
const STAYS_DEAD = ["in-doubt", "cancelled", "bad-message"];

/** When everybody is well, and everything was redriven, all that can be sent is sent. */
export function checkRedriven(world: World): void {
	const { account, auditor, mailings } = world;
	for (const { label, trait, notAfter } of mailings.values()) {
		if (notAfter !== undefined) continue;
		const row = world.row(label);
		const cause = (row?.details as { readonly cause?: string })?.cause ?? "";
		if (
			row?.state === "FAILED" &&
			!STAYS_DEAD.includes(cause) &&
			row.doubted !== true
		)
			auditor.breach(
				"a redrive sends what can be sent",
				`${label} is FAILED for ${cause}`,
			);
		if (trait !== "plain" || row?.state !== "SENT") continue;
		const missed = recipientsOf(world, label).filter(
			(address) =>
				!auditor.deliveriesOf(label).some(({ to }) => to.includes(address)),
		);
		if (missed.length > 0)
			auditor.breach(
				"1 nothing is lost",
				`${label} is SENT, and ${missed.join(", ")} never got it`,
			);
	}
	if (account.source.messages.length > 0)
		auditor.breach(
			"5 everything that waits is sent",
			"a redriven message still waits",
		);
}

function recipientsOf({ mailings }: World, label: string): readonly string[] {
	const body = mailings.get(label)?.body ?? "{}";
	return JSON.parse(body).to ?? [];
}

/** How long mail that nothing was the matter with waited, beyond the times in which something was. In ms. */
export function waitsOf({
	mailings,
	auditor,
	weather,
}: World): readonly number[] {
	return [...mailings.values()].flatMap(({ label, fate, trait, sentAt }) => {
		const [delivery] = auditor.deliveriesOf(label);
		if (delivery === undefined || fate !== "well" || trait !== "plain")
			return [];
		const excused = weather.troubles.reduce(
			(sum, { from, until }) =>
				sum +
				Math.max(0, Math.min(until, delivery.at) - Math.max(from, sentAt)),
			0,
		);
		return [Math.max(0, delivery.at - sentAt - excused)];
	});
}
