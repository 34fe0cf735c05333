import {
	type EventOrigin,
	namesTopic,
	UNVERIFIED,
} from "../../../core/event/origin.ts";
import type { Recognised } from "../../../core/event/service-event.ts";
import type { SendingDeps } from "../deps.ts";

/** Whether something brings along what may show where it comes from. */
export function mayBeProved(recognised: Recognised): boolean {
	return recognised.kind === "event" && recognised.proof !== undefined;
}

/** Finds out whether an event comes from where it says. Nothing waits for that. */
export async function verifyOrigin(
	recognised: Recognised,
	{
		config,
		clock,
		signatures,
	}: Pick<SendingDeps, "config" | "clock" | "signatures">,
): Promise<EventOrigin> {
	if (recognised.kind !== "event") return UNVERIFIED;
	const { proof } = recognised;
	if (proof === undefined) return UNVERIFIED;
	if (proof.kind === "word") {
		const { rule, word } = proof;
		return word === config.eventWord ? { kind: "rule", rule } : UNVERIFIED;
	}
	const { topicArn, at } = proof;
	// Whoever got it once could send it again when the ledger has forgotten it: the signature is good for ever.
	if (clock.now() - at > config.ledgerSeconds * 1000) return UNVERIFIED;
	const perhaps = { kind: "unverified", mayBeOfTopic: topicArn } as const;
	// Else anybody's topic would do, whose signature is as good.
	if (!config.routes.some(({ match }) => namesTopic(match, topicArn)))
		return perhaps;
	switch (await signatures.check(proof)) {
		case "genuine":
			return { kind: "topic", topicArn };
		case "forged":
			return UNVERIFIED;
		case "unknown":
			return perhaps;
	}
}
