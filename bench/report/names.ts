import type { Contestant, Harm } from "../results.ts";

export const NAMES: Readonly<Record<Contestant, string>> = {
	pool: "bare pool",
	ours: "sqs-gmail-sender",
	naive: "tutorial handler",
	powertools: "Powertools handler",
	postfix: "Postfix",
};

/** In the order of the tables: each with what it is, and why it is compared. */
export const CONTESTANTS: readonly (readonly [who: Contestant, is: string])[] =
	[
		["ours", "This repository: queue, Lambda function, ledger, breaker."],
		[
			"pool",
			"nodemailer's own pool with as many connections, fed from memory. It has no queue, no ledger and no Lambda: it is the limit of the library.",
		],
		[
			"naive",
			"An SQS-triggered Lambda as tutorials write it: ten messages a batch, a new transport for each, one after another. It is what most people have.",
		],
		[
			"powertools",
			"The best that can be built of well-known parts: batch and idempotency of Powertools for AWS Lambda, and one nodemailer pool that is kept between invocations.",
		],
		[
			"postfix",
			"Debian's Postfix as a relay, with TLS, a login and reused connections. It is the classical answer, on a server that always runs.",
		],
	];

export const SCENARIOS: Readonly<Record<Harm["scenario"], string>> = {
	kill: "a process is killed every five seconds",
	recipients: "a tenth of the recipients is refused",
	"535": "a minute of refused logins (535)",
	"421": "a minute of refused connections (421)",
	"5.4.5": "a minute of the daily limit (5.4.5)",
};

export const SHORT_SCENARIOS: Readonly<Record<Harm["scenario"], string>> = {
	kill: "killed processes",
	recipients: "refused recipients",
	"535": "refused logins",
	"421": "refused connections",
	"5.4.5": "daily limit",
};
