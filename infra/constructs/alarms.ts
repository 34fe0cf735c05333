import type { MetricKey } from "../../functions/send-email/contract.ts";
import type { Settings } from "./settings.ts";

const DAY = 86_400;

/** What an alarm looks at. `own` metrics come from the function's log, the others from AWS. */
export type AlarmMetric =
	| {
			readonly from: "own";
			readonly key: MetricKey;
			readonly statistic: "Maximum" | "Sum";
	  }
	| {
			readonly from: "function";
			readonly name: "Errors" | "Throttles";
			readonly statistic: "Sum";
	  }
	| {
			readonly from: "deadLetters";
			readonly name: "ApproximateAgeOfOldestMessage";
			readonly statistic: "Maximum";
	  };

/** One alarm. Its `id` is the heading of its section in docs/runbook.md. */
export interface AlarmRow {
	readonly id: string;
	/** Behind the sender's name in the alarm's own name. */
	readonly title: string;
	/** A level stays red as long as its condition holds; a rate counts events. */
	readonly kind: "level" | "rate";
	readonly severity: "page" | "ticket";
	/** In the words of the people who miss their mail. */
	readonly symptom: string;
	readonly lost: string;
	/** Whether a person with access to the mailbox has to mend it. */
	readonly needsOwner: boolean;
	readonly metric: AlarmMetric;
	readonly threshold: (settings: Settings) => number;
	readonly periodMinutes: number;
	readonly periods: number;
	readonly firstCommand: "status" | "dead-letters";
	readonly over: string;
}

const gauge = (key: MetricKey): AlarmMetric => ({
	from: "own",
	key,
	statistic: "Maximum",
});
const count = (key: MetricKey): AlarmMetric => ({
	from: "own",
	key,
	statistic: "Sum",
});
const WAITS =
	"No: it waits in the queue and goes out by itself once this is over.";
const atLeastOne = () => 1;

export const ALARMS: readonly AlarmRow[] = [
	{
		id: "auth-refused",
		title: "Google refuses the login – mail is waiting",
		kind: "level",
		severity: "page",
		symptom: "No mail goes out: Google answers 535 or 534 to the App Password.",
		lost: WAITS,
		needsOwner: true,
		metric: gauge("authRefused"),
		threshold: atLeastOne,
		periodMinutes: 1,
		periods: 1,
		firstCommand: "status",
		over: "status says sending, and this alarm turns green by itself",
	},
	{
		id: "quota-exhausted",
		title: "Google's daily limit is reached – mail is waiting",
		kind: "level",
		severity: "page",
		symptom:
			"No mail goes out: the mailbox has reached its sending limit of the last 24 hours (550 5.4.5).",
		lost: WAITS,
		needsOwner: false,
		metric: gauge("quotaExhausted"),
		threshold: atLeastOne,
		periodMinutes: 1,
		periods: 1,
		firstCommand: "status",
		over: "the sender tries once an hour and goes on by itself",
	},
	{
		id: "gmail-unavailable",
		title: "Gmail cannot be reached – mail is waiting",
		kind: "level",
		severity: "page",
		symptom:
			"No mail goes out: Gmail is unreachable, throttles logins, or answers with temporary failures.",
		lost: WAITS,
		needsOwner: false,
		metric: gauge("gmailUnavailable"),
		threshold: atLeastOne,
		periodMinutes: 5,
		periods: 3,
		firstCommand: "status",
		over: "the sender tries again after 5, 10, 20 … 60 minutes and goes on by itself",
	},
	{
		id: "misconfigured",
		title: "the sender is not set up right – mail is waiting",
		kind: "level",
		severity: "page",
		symptom:
			"No mail goes out: there is no App Password yet, or Gmail refuses how the sender speaks to it.",
		lost: WAITS,
		needsOwner: true,
		metric: gauge("misconfigured"),
		threshold: atLeastOne,
		periodMinutes: 1,
		periods: 1,
		firstCommand: "status",
		over: "status says sending",
	},
	{
		id: "waiting-mail-expires",
		title: "waiting mail is about to expire",
		kind: "level",
		severity: "page",
		symptom:
			"Mail has waited so long that the queue will drop it in less than three days.",
		lost: "Not yet. In less than three days, yes.",
		needsOwner: true,
		metric: gauge("oldestWaiting"),
		threshold: ({ retention }) => Math.max(DAY / 2, retention - 3 * DAY),
		periodMinutes: 15,
		periods: 1,
		firstCommand: "status",
		over: "no message is older than the threshold any more",
	},
	{
		id: "state-unreachable",
		title: "the state table or secret cannot be read – mail is waiting",
		kind: "rate",
		severity: "page",
		symptom:
			"No mail goes out, or slowly: DynamoDB or Secrets Manager does not answer the function.",
		lost: WAITS,
		needsOwner: false,
		metric: count("stateUnreachable"),
		threshold: atLeastOne,
		periodMinutes: 5,
		periods: 3,
		firstCommand: "status",
		over: "no such event for 5 minutes",
	},
	{
		id: "function-failing",
		title: "the function fails – mail is waiting",
		kind: "rate",
		severity: "page",
		symptom: "Mail is late: the sending function crashes or times out.",
		lost: WAITS,
		needsOwner: false,
		metric: { from: "function", name: "Errors", statistic: "Sum" },
		threshold: atLeastOne,
		periodMinutes: 5,
		periods: 3,
		firstCommand: "status",
		over: "no error for 5 minutes",
	},
	{
		id: "function-throttled",
		title: "the function is throttled – mail is late",
		kind: "rate",
		severity: "ticket",
		symptom:
			"Mail is late: the account has no Lambda concurrency left for the sending function.",
		lost: WAITS,
		needsOwner: false,
		metric: { from: "function", name: "Throttles", statistic: "Sum" },
		threshold: atLeastOne,
		periodMinutes: 5,
		periods: 3,
		firstCommand: "status",
		over: "no throttle for 5 minutes",
	},
	{
		id: "dead-lettered",
		title: "messages were dead-lettered",
		kind: "rate",
		severity: "ticket",
		symptom:
			"Some messages can never be sent as they are: a wrong address, a message Gmail refuses, a wrong format.",
		lost: "No: they are kept in the dead-letter queue with the reason.",
		needsOwner: false,
		metric: count("deadLettered"),
		threshold: atLeastOne,
		periodMinutes: 5,
		periods: 1,
		firstCommand: "dead-letters",
		over: "5 minutes without another one",
	},
	{
		id: "in-doubt",
		title: "a message may have been sent twice, or not at all",
		kind: "rate",
		severity: "ticket",
		symptom:
			"The connection to Gmail broke after a whole message was handed over, before the answer came.",
		lost: "No: it is sent once more (resend) or kept in the dead-letter queue as in-doubt (hold).",
		needsOwner: true,
		metric: count("inDoubt"),
		threshold: atLeastOne,
		periodMinutes: 5,
		periods: 1,
		firstCommand: "dead-letters",
		over: "5 minutes without another one",
	},
	{
		id: "dead-letters-expire",
		title: "dead letters are about to expire",
		// The metric is gone with the last dead letter, so it has to turn green without it.
		kind: "rate",
		severity: "ticket",
		symptom:
			"Messages in the dead-letter queue will be dropped in less than three days.",
		lost: "Not yet. In less than three days, yes.",
		needsOwner: false,
		metric: {
			from: "deadLetters",
			name: "ApproximateAgeOfOldestMessage",
			statistic: "Maximum",
		},
		threshold: ({ deadLetterRetention }) =>
			Math.max(DAY / 2, deadLetterRetention - 3 * DAY),
		periodMinutes: 60,
		periods: 1,
		firstCommand: "dead-letters",
		over: "the dead-letter queue is empty or younger",
	},
	{
		id: "outcome-events-lost",
		title: "outcome events were lost",
		kind: "rate",
		severity: "ticket",
		symptom:
			"Producers that listen for outcome events miss some; the mail itself is not affected.",
		lost: "No: only the event that tells of it.",
		needsOwner: false,
		metric: count("eventsLost"),
		threshold: atLeastOne,
		periodMinutes: 15,
		periods: 1,
		firstCommand: "status",
		over: "15 minutes without another one",
	},
];
