import { EVENT_TYPE } from "../../../core/contract.ts";
import { OUTCOME_SOURCE } from "../../../core/event/loop.ts";
import type { KnownEvent } from "./event-pattern.ts";

/** What is in every event of EventBridge. */
export const ENVELOPE = withAnyValue([
	"version",
	"id",
	"account",
	"time",
	"region",
	"resources",
]);

/** What an outcome event tells. */
const OUTCOME = withAnyValue([
	"version",
	"outcome",
	"id",
	"producer",
	"cause",
	"pointer",
	"sentence",
	"recipients",
	"tags",
]);

/** Outcome events of a sender by its name, or of any: one of each detail-type. */
export function outcomesOf(sender: string | undefined): readonly KnownEvent[] {
	return Object.values(EVENT_TYPE).map((detailType) => ({
		...ENVELOPE,
		source: OUTCOME_SOURCE,
		"detail-type": detailType,
		detail: { ...OUTCOME, sender },
	}));
}

/** Fields that are there, whatever they say. */
export function withAnyValue(fields: readonly string[]): KnownEvent {
	return Object.fromEntries(fields.map((field) => [field, undefined]));
}
