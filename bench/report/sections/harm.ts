import type { Results } from "../../results.ts";
import { paragraphs, picture, table } from "../markdown.ts";
import { NAMES, SCENARIOS } from "../names.ts";
import { number } from "../numbers.ts";

export function harm({ harm }: Results): string {
	const rows = harm.map(
		({ scenario, who, messages, lost, doubled, givenUp, logins }) => [
			SCENARIOS[scenario],
			NAMES[who],
			...[messages, lost, doubled, givenUp, logins].map(number),
		],
	);
	return paragraphs(
		picture("Lost, doubled and given-up mails of each contestant", "harm"),
		table(
			["failure", "", "mails", "lost", "doubled", "given up", "logins"],
			rows,
			2,
		),
		"Only mails that could have been delivered count. *Lost* is nowhere: neither accepted by Google, nor in a queue. *Doubled* was accepted more than once. *Given up* lies in a dead-letter queue or bounced, though nothing was wrong with it. Postfix's clock cannot be moved: what still waits in its queue is none of these.",
	);
}
