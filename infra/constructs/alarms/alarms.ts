import type { AlarmId } from "../../../core/alarm-ids.ts";
import {
	type MetricKey,
	OTHERS,
	QUOTA_NEAR_PERCENT,
} from "../../../core/contract.ts";
import { LONGEST_RELEASE_SECONDS } from "../../../core/delivery/backoff.ts";
import type { Settings } from "../settings/settings.ts";

const DAY = 86_400;

/** One alarm, as far as it differs from most. Its `id` is the heading of its section in docs/runbook.md. */
export interface AlarmRow {
	readonly id: AlarmId;
	/** Behind the sender's name in the alarm's own name, which has to fit into a mail's subject. */
	readonly title: string;
	/**
	 * A level stays red as long as its condition holds; a rate counts what goes wrong until it stops; an event
	 * has happened, and is not over when it does not happen again; a heartbeat is missed.
	 */
	readonly kind: "level" | "rate" | "event" | "heartbeat";
	readonly severity: "page" | "ticket";
	/** In the words of the people who miss their mail. */
	readonly symptom: string;
	readonly lost: string;
	/** Whether a person with access to the mailbox has to mend it. */
	readonly needsOwner?: true;
	/** One of our own, or one that AWS has of the sending function. */
	readonly metric: MetricKey | { readonly ofFunction: "Errors" | "Throttles" };
	/** Whose, of a metric that is counted by producers. */
	readonly producer?: string;
	/** Absent: 1. */
	readonly threshold?: (settings: Settings) => number;
	/** Absent: 1. */
	readonly periodMinutes?: number;
	/** So many periods have to be bad; absent: 1 … */
	readonly periods?: number;
	/** … of so many; absent: one after another. */
	readonly within?: (settings: Settings) => number;
	readonly firstCommand:
		| "status"
		| "dead-letters"
		| "function-log"
		| "breaker-log";
	readonly over: string;
}

const WAITS =
	"No. It waits in the queue, and is sent automatically when this is over.";
const PERIOD_MINUTES = 5;

/** CloudWatch looks back a day at most. */
const MOST_PERIODS = DAY / (PERIOD_MINUTES * 60);

/** Even a single message, tried again and again, has to be seen three times. */
const threeTries = (secondsApart: number) =>
	Math.min(
		MOST_PERIODS,
		Math.ceil((3.3 * secondsApart) / (PERIOD_MINUTES * 60)),
	);

export const ALARMS: readonly AlarmRow[] = [
	{
		id: "auth-refused",
		title: "Google refuses the login",
		kind: "level",
		severity: "page",
		symptom:
			"No mail is sent: Google rejects the App Password with 535 or 534, or refuses the OAuth credential.",
		lost: WAITS,
		needsOwner: true,
		metric: "authRefused",
		firstCommand: "status",
		over: "status says Sending, and this alarm turns green",
	},
	{
		id: "quota-exhausted",
		title: "daily limit is reached",
		kind: "level",
		severity: "page",
		symptom:
			"No mail is sent: the mailbox has reached its sending limit for 24 hours (550 5.4.5).",
		lost: WAITS,
		metric: "quotaExhausted",
		firstCommand: "status",
		over: "the sender, which retries every hour, sends again",
	},
	{
		id: "gmail-unavailable",
		title: "Gmail cannot be reached",
		kind: "level",
		severity: "page",
		symptom:
			"No mail is sent: Gmail is unreachable, throttles logins, or returns temporary failures.",
		lost: WAITS,
		metric: "gmailUnavailable",
		periodMinutes: 5,
		periods: 3,
		firstCommand: "status",
		over: "the sender, which retries every five minutes (throttled: after 5, 10, 20 … 60 minutes), sends again",
	},
	{
		id: "misconfigured",
		title: "sender is not set up right",
		kind: "level",
		severity: "page",
		symptom:
			"No mail is sent: there is no App Password yet, or Gmail rejects the sender's configuration.",
		lost: WAITS,
		needsOwner: true,
		metric: "misconfigured",
		firstCommand: "status",
		over: "status says Sending",
	},
	{
		id: "held-too-long",
		title: "mail is on hold for long",
		kind: "level",
		severity: "ticket",
		symptom:
			"Mail has been on hold for over a day, or for over an hour without an end time.",
		lost: WAITS,
		metric: "heldTooLong",
		firstCommand: "status",
		over: "somebody resumes it, or the hold ends",
	},
	{
		id: "producer-held",
		title: "a producer is held",
		kind: "level",
		severity: "ticket",
		symptom:
			"Mail of one producer waits, other mail is sent. Google refused 50 of its messages within an hour, for invalid addresses or as spam.",
		lost: "No. Refused messages are dead letters, the rest waits in the queue.",
		metric: "producersHeld",
		firstCommand: "status",
		over: "somebody resumes that producer",
	},
	{
		id: "quota-near",
		title: "daily limit is nearly used",
		kind: "level",
		severity: "ticket",
		symptom:
			"No effect yet. Near the limit, mail of busy producers is deferred by up to a day.",
		lost: "No. Mail above the limit waits in the queue, and is sent automatically.",
		metric: "quotaUsed",
		threshold: () => QUOTA_NEAR_PERCENT,
		firstCommand: "status",
		over: "the last 24 hours used less than four fifths of the limit",
	},
	{
		id: "queue-crowded",
		title: "crowded queue, mail is late",
		kind: "level",
		severity: "ticket",
		symptom:
			"Mail is late: over 40,000 messages are in flight, received and hidden until they may be sent. The SQS limit is 120,000. All of them retry every 3 minutes, and delay other mail.",
		lost: "No. It waits in the queue.",
		metric: "crowded",
		firstCommand: "status",
		over: "no more than 30,000 are in flight",
	},
	{
		id: "backlog-stalled",
		title: "mail could go and does not",
		kind: "level",
		severity: "page",
		symptom:
			"No mail is sent, for no known reason: mail waits, and for 15 minutes none was sent or given up, or one message has failed for an hour.",
		lost: "No. It waits in the queue.",
		metric: "stalled",
		firstCommand: "status",
		over: "a message is sent or given up",
	},
	{
		id: "mapping-astray",
		title: "queue cannot be switched",
		kind: "level",
		severity: "page",
		symptom:
			"The event source mapping is in the wrong state, and cannot be changed. Mail may wait unnecessarily.",
		lost: "No. It waits in the queue.",
		metric: "mappingAstray",
		periods: 5,
		firstCommand: "breaker-log",
		over: "the mapping has been changed",
	},
	{
		id: "breaker-silent",
		title: "nobody looks after it",
		kind: "heartbeat",
		severity: "page",
		symptom:
			"No effect yet. For 15 minutes the breaker function has not run, or has failed each time. Mail would not resume after an outage, and alarms keep their previous state.",
		lost: "No. It is sent, or waits in the queue.",
		metric: "ticks",
		periodMinutes: 5,
		periods: 3,
		firstCommand: "breaker-log",
		over: "the breaker function runs again",
	},
	{
		id: "waiting-mail-expires",
		title: "waiting mail expires soon",
		kind: "level",
		severity: "page",
		symptom:
			"Mail has waited so long that the queue will delete the oldest in less than three days.",
		lost: "Not yet. In less than three days, yes.",
		needsOwner: true,
		metric: "blocked",
		threshold: ({ retention }) => Math.max(DAY / 2, retention - 3 * DAY),
		periodMinutes: 15,
		firstCommand: "status",
		over: "mail is sent again",
	},
	{
		id: "state-unreachable",
		title: "state or secret unreadable",
		kind: "rate",
		severity: "page",
		symptom:
			"Mail is late, or not sent: DynamoDB or Secrets Manager does not respond to the functions.",
		lost: WAITS,
		metric: "stateUnreachable",
		periodMinutes: PERIOD_MINUTES,
		periods: 3,
		within: () => threeTries(LONGEST_RELEASE_SECONDS),
		firstCommand: "function-log",
		over: "status says Sending; this alarm turns green within an hour",
	},
	{
		id: "function-failing",
		title: "the function fails",
		kind: "rate",
		severity: "page",
		symptom:
			"Mail is late: the sending function repeatedly crashes or times out.",
		lost: WAITS,
		metric: { ofFunction: "Errors" },
		periodMinutes: PERIOD_MINUTES,
		periods: 3,
		within: ({ visibilityTimeout }) => threeTries(visibilityTimeout),
		firstCommand: "function-log",
		over: "mail is sent again; this alarm turns green within an hour",
	},
	{
		id: "function-throttled",
		title: "the function is throttled",
		kind: "rate",
		severity: "ticket",
		symptom:
			"Mail is late: Lambda throttles the sending function. Its reserved concurrency is too low, or the account has no concurrency left.",
		lost: WAITS,
		metric: { ofFunction: "Throttles" },
		periodMinutes: PERIOD_MINUTES,
		periods: 3,
		within: ({ visibilityTimeout }) => threeTries(visibilityTimeout),
		firstCommand: "status",
		over: "mail is sent again; this alarm turns green within an hour",
	},
	{
		id: "dead-lettered",
		title: "mail was dead-lettered",
		kind: "event",
		severity: "ticket",
		symptom:
			"Some messages cannot be sent as they are: an invalid address, a message Gmail refuses, or an invalid format.",
		lost: "No. The dead-letter queue keeps them with the reason.",
		metric: "deadLettered",
		producer: OTHERS,
		periodMinutes: 5,
		firstCommand: "dead-letters",
		over: "5 minutes pass without another one",
	},
	{
		id: "in-doubt",
		title: "maybe sent twice, or never",
		kind: "event",
		severity: "ticket",
		symptom:
			"The connection was lost after Gmail received a whole message, before it replied.",
		lost: "No. It is sent again, or kept as a dead letter (onAmbiguous).",
		needsOwner: true,
		metric: "inDoubt",
		periodMinutes: 5,
		firstCommand: "dead-letters",
		over: "5 minutes pass without another one",
	},
	{
		id: "dead-letters-expire",
		title: "dead letters expire soon",
		kind: "level",
		severity: "ticket",
		symptom:
			"Messages in the dead-letter queue will be deleted in less than three days.",
		lost: "Not yet. In less than three days, yes.",
		metric: "oldestDeadLetter",
		threshold: ({ deadLetterRetention }) =>
			Math.max(DAY / 2, deadLetterRetention - 3 * DAY),
		periodMinutes: 15,
		firstCommand: "dead-letters",
		over: "the dead-letter queue is empty, or its messages are newer",
	},
	{
		id: "outcome-events-lost",
		title: "outcome events were lost",
		kind: "event",
		severity: "ticket",
		symptom:
			"Producers that subscribe to outcome events miss some. Mail is not affected.",
		lost: "No. Only the outcome event.",
		metric: "eventsLost",
		periodMinutes: 15,
		firstCommand: "status",
		over: "15 minutes pass without another one",
	},
];
