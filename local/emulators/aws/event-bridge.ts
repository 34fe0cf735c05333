import { ACCOUNT, type JsonAction } from "./http.ts";

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
	): BusEvent {
		const event = this.#event(source, detailType, detail, resources);
		this.events.push(event);
		if (this.events.length > 10_000) this.events.shift();
		for (const rule of this.rules)
			if (matchesPattern(rule.pattern, event)) rule.deliver(event);
		return event;
	}

	/** What a rule's schedule hands to its targets; no other rule sees it. */
	scheduled(ruleArn: string): BusEvent {
		return this.#event("aws.events", "Scheduled Event", {}, [ruleArn]);
	}

	readonly actions: Readonly<Record<string, JsonAction>> = {
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
			time: new Date().toISOString(),
			region: this.#region,
			resources,
			detail,
		};
	}

	#accept(entry: Record<string, unknown>): object {
		try {
			const detail: unknown = JSON.parse(String(entry.Detail));
			return {
				EventId: this.put(
					String(entry.Source),
					String(entry.DetailType),
					detail,
				).id,
			};
		} catch {
			return {
				ErrorCode: "MalformedDetail",
				ErrorMessage: "Detail is malformed.",
			};
		}
	}
}

/** EventBridge's patterns: lists of values, and `prefix`, `suffix`, `anything-but`, `exists`. */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
	if (typeof pattern !== "object" || pattern === null) return false;
	if (Array.isArray(pattern)) {
		const values = Array.isArray(value) ? value : [value];
		return pattern.some((test) => values.some((one) => matchesTest(test, one)));
	}
	return Object.entries(pattern).every(([key, inner]) =>
		matchesPattern(
			inner,
			typeof value === "object" && value !== null
				? (value as Record<string, unknown>)[key]
				: undefined,
		),
	);
}

function matchesTest(test: unknown, value: unknown): boolean {
	if (typeof test !== "object" || test === null) return test === value;
	const [kind, argument] = Object.entries(test)[0] ?? [];
	switch (kind) {
		case "prefix":
			return typeof value === "string" && value.startsWith(String(argument));
		case "suffix":
			return typeof value === "string" && value.endsWith(String(argument));
		case "anything-but":
			return (
				value !== undefined &&
				!(Array.isArray(argument) ? argument : [argument]).includes(value)
			);
		case "exists":
			return (value !== undefined) === argument;
		default:
			return false;
	}
}
