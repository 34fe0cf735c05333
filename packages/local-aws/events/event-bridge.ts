import { ACCOUNT, type Actions } from "../http.ts";
import { isObject, jsonOf } from "../json.ts";
import { matchesPattern } from "./event-pattern.ts";

export interface BusEvent {
	readonly id: string;
	readonly source: string;
	readonly "detail-type": string;
	readonly time: string;
	readonly detail: unknown;
	readonly [field: string]: unknown;
}

export interface EventRule {
	readonly pattern: unknown;
	readonly deliver: (event: BusEvent) => void;
}

/** The default event bus: keeps the last events and hands each to the template's rules. */
export class EventBridge {
	readonly rules: EventRule[] = [];
	readonly events: BusEvent[] = [];
	readonly #region: string;

	constructor(region: string) {
		this.#region = region;
	}

	put(
		source: string,
		detailType: string,
		detail: unknown,
		resources: readonly string[] = [],
	): void {
		this.#take(this.#event(source, detailType, detail, resources));
	}

	/** What a rule's schedule hands to its targets; no other rule sees it. */
	scheduled(ruleArn: string): BusEvent {
		return this.#event("aws.events", "Scheduled Event", {}, [ruleArn]);
	}

	readonly actions: Actions = {
		PutEvents: ({ Entries }) => {
			const entries = Array.isArray(Entries) ? Entries : [];
			const results = entries.map((entry) => this.#accept(entry));
			return {
				FailedEntryCount: results.filter((result) => "ErrorCode" in result)
					.length,
				Entries: results,
			};
		},
	};

	#event(
		source: string,
		detailType: string,
		detail: unknown,
		resources: readonly string[],
	): BusEvent {
		return {
			version: "0",
			id: crypto.randomUUID(),
			source,
			"detail-type": detailType,
			account: ACCOUNT,
			time: wholeSeconds(new Date()),
			region: this.#region,
			resources,
			detail,
		};
	}

	#take(event: BusEvent, bus?: unknown): void {
		this.events.push(event);
		if (this.events.length > 10_000) this.events.shift();
		// Only the default bus has rules here.
		if (!isDefaultBus(bus)) return;
		for (const rule of this.rules)
			if (matchesPattern(rule.pattern, event)) rule.deliver(event);
	}

	#accept(entry: Record<string, unknown>): object {
		const detail = jsonOf(String(entry.Detail));
		if (!isObject(detail))
			return {
				ErrorCode: "MalformedDetail",
				ErrorMessage: "Detail is malformed.",
			};
		const event = this.#event(
			String(entry.Source),
			String(entry.DetailType),
			detail,
			(entry.Resources ?? []) as string[],
		);
		this.#take(event, entry.EventBusName);
		return { EventId: event.id };
	}
}

/** Whether a bus, by its name or ARN, is the account's default one. */
export function isDefaultBus(bus: unknown): boolean {
	return bus === undefined || /^(.*:event-bus\/)?default$/.test(String(bus));
}

function wholeSeconds(date: Date): string {
	return date.toISOString().replace(/\.\d+Z$/, "Z");
}
