import { type Cron, parseCron } from "./cron.ts";

/** When a schedule fires. Wall times are as of time-zone.ts. */
export type ScheduleExpression =
	| { readonly kind: "at"; readonly wallMs: number }
	| { readonly kind: "rate"; readonly periodMs: number }
	| { readonly kind: "cron"; readonly cron: Cron };

const MS_PER: Readonly<Record<string, number>> = {
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
};

/**
 * Reads an expression of EventBridge Scheduler, which is less strict with plurals than EventBridge's
 * rules are. Undefined when it is none.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseExpression(text: string): ScheduleExpression | undefined {
	const [, kind, inner = ""] = /^(at|rate|cron)\((.*)\)$/.exec(text) ?? [];
	switch (kind) {
		case "at":
			return parseAt(inner);
		case "rate": {
			const [, count, unit = ""] =
				/^([1-9]\d*) (minute|hour|day)s?$/.exec(inner) ?? [];
			return count === undefined
				? undefined
				: { kind, periodMs: Number(count) * (MS_PER[unit] ?? 0) };
		}
		case "cron": {
			const cron = parseCron(inner);
			return cron && { kind, cron };
		}
		default:
			return undefined;
	}
}

function parseAt(text: string): ScheduleExpression | undefined {
	const wallMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)
		? Date.parse(`${text}Z`)
		: Number.NaN;
	// A 30th of February is read as a day of March.
	const exists =
		!Number.isNaN(wallMs) && new Date(wallMs).toISOString().startsWith(text);
	return exists ? { kind: "at", wallMs } : undefined;
}
