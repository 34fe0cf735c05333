import type { Results } from "../../results.ts";
import { paragraphs, picture, table } from "../markdown.ts";
import { number, ratioText, spread } from "../numbers.ts";

export function recovery({ recovery }: Results): string {
	const { waiting, first, last, arithmetic } = recovery;
	return paragraphs(
		picture(
			"Seconds from the end of an outage to the first and last mail",
			"recovery",
		),
		`${number(waiting)} messages wait while Google refuses every connection for an hour. Then it takes mail again. The first mail is accepted ${number(first)} s later, the last ${number(last)} s later. Sending alone takes ${number(arithmetic)} s.`,
	);
}

export function lone({ lone }: Results): string {
	const row = (what: string, { ours, bare }: typeof lone.warm) => [
		what,
		spread(ours),
		spread(bare),
		ratioText(ours, bare),
	];
	return paragraphs(
		table(
			["one message, ms", "sqs-gmail-sender", "nodemailer alone", "ratio"],
			[
				row("warm: environment and connection exist", lone.warm),
				row("cold: neither exists", lone.cold),
			],
		),
		"Ours is measured from SendMessage to the 250. *Nodemailer alone* is one send on an open connection, or connect, login and send in a new process that has loaded it.",
	);
}
