/** What alarms are called in commands, and in the headings of the runbook. */
export const ALARM_IDS = [
	"auth-refused",
	"quota-exhausted",
	"gmail-unavailable",
	"misconfigured",
	"held-too-long",
	"producer-held",
	"quota-near",
	"queue-crowded",
	"backlog-stalled",
	"mapping-astray",
	"breaker-silent",
	"waiting-mail-expires",
	"state-unreachable",
	"function-failing",
	"function-throttled",
	"dead-lettered",
	"in-doubt",
	"dead-letters-expire",
	"outcome-events-lost",
] as const;
export type AlarmId = (typeof ALARM_IDS)[number];
