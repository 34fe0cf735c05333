import type { Results } from "../../results.ts";
import { paragraphs, picture, table } from "../markdown.ts";
import { NAMES, SCENARIOS } from "../names.ts";
import { number } from "../numbers.ts";

export function harm({ harm }: Results): string {
	const rows = harm.map(({ scenario, who, waiting = 0, ...counts }) => [
		SCENARIOS[scenario],
		NAMES[who],
		...[
			counts.messages,
			counts.lost,
			counts.doubled,
			counts.givenUp,
			waiting,
			counts.logins,
		].map(number),
	]);
	return paragraphs(
		picture("Lost, doubled and given-up mails of each contestant", "harm"),
		table(
			[
				"failure",
				"",
				"mails",
				"lost",
				"doubled",
				"given up",
				"waiting",
				"logins",
			],
			rows,
			2,
		),
		"Only mails that could have been delivered count. *Lost* is nowhere: neither accepted by Google, nor in a queue. *Doubled* was accepted more than once. *Given up* lies in a dead-letter queue or bounced, though nothing was wrong with it. *Waiting* is still in a queue when nothing changes any more: it is none of these. Postfix's clock cannot be moved, so its retries do not come. The pool has its queue in memory, so a killed process loses what waits.",
	);
}
