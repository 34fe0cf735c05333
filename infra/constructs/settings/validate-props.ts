import { Token } from "aws-cdk-lib";
import {
	MAX_CONNECTIONS,
	MAX_TIMEOUT_SECONDS,
	RETENTION,
} from "../../../core/contract.ts";
import {
	type DailyLimits,
	isMailboxType,
	limitsOf,
	MAILBOX_TYPES,
} from "./daily-limits.ts";
import { LONGEST_NAME, type Settings, smtpBudget } from "./settings.ts";

interface Rule {
	readonly subject: string;
	readonly holds: (settings: Settings) => boolean;
	readonly value: (settings: Settings) => string | number;
	readonly allowed: (settings: Settings) => string;
}

/** One bare address. */
export const ADDRESS = /^[^\s@<>",;:()[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/;
const DAY = 86_400;
const inRange = (value: number, least: number, most: number) =>
	Number.isInteger(value) && value >= least && value <= most;

const WHOSE_LIMIT =
	"what Google lets a mailbox of this mailboxType send in 24 hours; lower it, or correct mailboxType";

/** For a type that is missing or unknown, which is refused by a rule of its own, the most of all. */
function googles({ mailboxType, smtpHost }: Settings): DailyLimits {
	return isMailboxType(mailboxType)
		? limitsOf(mailboxType, smtpHost)
		: { messages: 10_000, recipients: 10_000 };
}

const RULES: readonly Rule[] = [
	{
		subject: "mailbox",
		holds: ({ mailbox }) => ADDRESS.test(mailbox),
		value: ({ mailbox }) => mailbox,
		allowed: () => "one address such as alerts@example.com",
	},
	{
		subject: "mailboxType",
		holds: ({ mailboxType }) => isMailboxType(mailboxType),
		value: ({ mailboxType }) => mailboxType ?? "missing",
		allowed: () =>
			`${MAILBOX_TYPES.join(", ")}; it says how much Google lets the mailbox send in 24 hours, which its domain does not tell`,
	},
	{
		subject: "dailyMessageLimit",
		holds: (settings) =>
			inRange(settings.limits.messages, 1, googles(settings).messages),
		value: ({ limits }) => limits.messages,
		allowed: (settings) =>
			`1 to ${googles(settings).messages} messages, ${WHOSE_LIMIT}`,
	},
	{
		subject: "dailyRecipientLimit",
		holds: (settings) =>
			inRange(settings.limits.recipients, 1, googles(settings).recipients),
		value: ({ limits }) => limits.recipients,
		allowed: (settings) =>
			`1 to ${googles(settings).recipients} recipients, ${WHOSE_LIMIT}`,
	},
	{
		subject: "name",
		holds: ({ name }) =>
			/^[A-Za-z0-9-]+$/.test(name) && name.length <= LONGEST_NAME,
		value: ({ name }) => name,
		allowed: () =>
			`1 to ${LONGEST_NAME} letters, digits and hyphens; a mail's subject has no room for more`,
	},
	{
		subject: "aliases",
		holds: ({ aliases }) => aliases.every((alias) => ADDRESS.test(alias)),
		value: ({ aliases }) => aliases.join(" "),
		allowed: () => "addresses such as billing@example.com",
	},
	{
		subject: "runbookUrl",
		holds: ({ runbookUrl }) =>
			runbookUrl === undefined || /^https:\/\/\S+$/.test(runbookUrl),
		value: ({ runbookUrl }) => runbookUrl ?? "",
		allowed: () => "an address that starts with https://",
	},
	{
		subject: "runbookUrl and mailboxOwner together",
		holds: (settings) => textLength(settings) <= MOST_TEXT,
		value: (settings) => `${textLength(settings)} characters`,
		allowed: () =>
			`at most ${MOST_TEXT} characters, or CloudWatch refuses the alarms' descriptions`,
	},
	{
		subject: "fromName",
		holds: ({ fromName }) =>
			Token.isUnresolved(fromName) || /^[^\p{Cc}]*$/u.test(fromName),
		value: () => "text with a line break or control character",
		allowed: () => "one line",
	},
	{
		subject: "smtpHost",
		holds: ({ smtpHost }) => /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(smtpHost),
		value: ({ smtpHost }) => smtpHost,
		allowed: () => "a host name such as smtp.gmail.com or smtp-relay.gmail.com",
	},
	{
		subject: "smtpPort",
		holds: ({ smtpPort }) => smtpPort !== 25 && inRange(smtpPort, 1, 65_535),
		value: ({ smtpPort }) => smtpPort,
		allowed: () =>
			"587 (STARTTLS) or 465 (TLS from the start); port 25 is blocked from Lambda",
	},
	{
		subject: "connectionsPerFunction",
		holds: ({ connections }) => inRange(connections, 1, MAX_CONNECTIONS),
		value: ({ connections }) => connections,
		allowed: () => `1 to ${MAX_CONNECTIONS}`,
	},
	{
		subject: "maxConcurrency",
		holds: ({ maxConcurrency }) => inRange(maxConcurrency, 2, 1000),
		value: ({ maxConcurrency }) => maxConcurrency,
		allowed: () => "2 to 1000, Lambda's own limits",
	},
	{
		subject: "maxConcurrency × connectionsPerFunction",
		holds: ({ maxConcurrency, connections }) =>
			maxConcurrency * connections <= MAX_CONNECTIONS,
		value: ({ maxConcurrency, connections }) => maxConcurrency * connections,
		allowed: () =>
			`at most ${MAX_CONNECTIONS}: Gmail answers 421 and 454 to more connections of one mailbox`,
	},
	{
		subject: "batchSize",
		holds: ({ batchSize }) => inRange(batchSize, 1, 10),
		value: ({ batchSize }) => batchSize,
		allowed: () => "1 to 10",
	},
	{
		subject: "timeout",
		holds: ({ timeout }) => inRange(timeout, 1, MAX_TIMEOUT_SECONDS),
		value: ({ timeout }) => `${timeout} s`,
		allowed: () => `1 to ${MAX_TIMEOUT_SECONDS} s, Lambda's own limits`,
	},
	{
		subject: "timeout",
		holds: ({ timeout, batchSize, connections }) =>
			timeout >= smtpBudget(batchSize, connections),
		value: ({ timeout }) => `${timeout} s`,
		allowed: ({ batchSize, connections }) =>
			`at least ${smtpBudget(batchSize, connections)} s, the SMTP time budget of ${batchSize} messages over ${connections} connections; raise it, or lower batchSize`,
	},
	{
		subject: "retention",
		holds: ({ retention }) =>
			inRange(retention, RETENTION.shortest, RETENTION.longest),
		value: ({ retention }) => `${retention} s`,
		allowed: () =>
			`${RETENTION.shortest / DAY} to ${RETENTION.longest / DAY} days: outages of an account last a day, and dead letters need a day more`,
	},
	{
		subject: "deadLetterRetention",
		holds: ({ deadLetterRetention }) => deadLetterRetention <= 14 * DAY,
		value: ({ deadLetterRetention }) => `${deadLetterRetention} s`,
		allowed: () => "at most 14 days, SQS's own limit",
	},
	{
		subject: "deadLetterRetention",
		holds: ({ deadLetterRetention, retention }) =>
			deadLetterRetention >= retention + DAY,
		value: ({ deadLetterRetention }) => `${deadLetterRetention} s`,
		allowed: ({ retention }) =>
			`at least ${retention + DAY} s (retention + 1 day): a dead letter's age counts from when it was first sent`,
	},
	{
		subject: "onAmbiguous",
		holds: ({ onAmbiguous }) => ["resend", "hold"].includes(onAmbiguous),
		value: ({ onAmbiguous }) => onAmbiguous,
		allowed: () => "resend or hold",
	},
	{
		subject: "ids",
		holds: ({ ids }) => ["own", "shared"].includes(ids),
		value: ({ ids }) => ids,
		allowed: () => "own or shared",
	},
	{
		subject: "unverifiedEvents",
		holds: ({ unverifiedEvents }) =>
			["mail", "refuse"].includes(unverifiedEvents),
		value: ({ unverifiedEvents }) => unverifiedEvents,
		allowed: () => "mail or refuse",
	},
	{
		subject: "attemptBudget",
		holds: ({ attemptBudget }) => inRange(attemptBudget, 1, 100),
		value: ({ attemptBudget }) => attemptBudget,
		allowed: () => "1 to 100",
	},
];

/** What CloudWatch's 1,024 characters of a description leave for them. */
const MOST_TEXT = 250;

function textLength({ runbookUrl = "", mailboxOwner = "" }: Settings): number {
	return runbookUrl.length + mailboxOwner.length;
}

/** @throws Error with one sentence per setting that is wrong: what, the value it has, what is allowed. */
export function validateSettings(settings: Settings): void {
	const faults = RULES.filter(
		(rule) =>
			!Token.isUnresolved(rule.value(settings)) && !rule.holds(settings),
	).map(
		(rule) =>
			`${rule.subject} is ${rule.value(settings)}; allowed: ${rule.allowed(settings)}`,
	);
	if (faults.length > 0) {
		throw new Error(
			`Cannot create the sender "${settings.name}" as its settings don't fit:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
		);
	}
}
