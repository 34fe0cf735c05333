import type { Results } from "../../results.ts";
import { costOfCalls, LOG_BYTES } from "../cost/aws.ts";
import { DAYS, monthCosts, VOLUMES } from "../cost/month.ts";
import { MAILBOX_A_DAY, PRICES, SEAT } from "../cost/prices.ts";
import { list, paragraphs, picture, plain, table } from "../markdown.ts";
import { dollars, number } from "../numbers.ts";

/** @param fixed US dollars a month, without any mail. */
export function cost(results: Results, fixed: number): string {
	const { calls } = results;
	return paragraphs(
		picture("US dollars a month at three volumes", "cost"),
		...VOLUMES.map((aDay) =>
			table(
				[`${number(aDay)} mails a day`, "a month", "plan"],
				monthCosts(results, fixed, aDay).map(({ who, dollars: sum, plan }) => [
					who,
					dollars(sum),
					plan ?? "",
				]),
			),
		),
		list([
			`A month has ${DAYS} days. Our part is ${dollars(fixed)} fixed ([what it consists of](../README.md#cost)) and each mail's calls, events, logs and Lambda time, before free tiers. Every mail counts as if it came alone, which is the dearest way, with the time until the 250 as its billed time. At 100 mails a day each finds a cold function, at more a warm one. It has ${number(LOG_BYTES)} bytes of logs, a guess on the safe side.`,
			`A company that sends from a Google mailbox has it already. Where it buys one, *seat* adds ${dollars(SEAT)}.`,
			`A Workspace mailbox sends ${number(MAILBOX_A_DAY)} messages a day, by [Google's limit](https://support.google.com/a/answer/166852). So 10,000 a day need five mailboxes with a sender each, or *relay*: [smtp-relay.gmail.com](https://support.google.com/a/answer/2956491) takes 10,000 a day of a user.`,
			"Of each service the cheapest plan counts that is known to us. Larger plans, discounts and free credits can be cheaper. Amazon SES, Resend and Postmark send from a domain of yours, and not from a mailbox whose owner sees what was sent.",
		]),
		table(
			["calls of a mail", "full queue", "alone"],
			[...new Set([...Object.keys(calls.full), ...Object.keys(calls.lone)])]
				.toSorted()
				.map((call) => [
					plain(call),
					number(calls.full[call] ?? 0),
					number(calls.lone[call] ?? 0),
				]),
		),
		unpriced(results),
		"List prices change: these were read in stored copies of the pages below, in December 2026.",
		table(
			["price", "US dollars", "provider's page", "read at", "as of"],
			PRICES.map(({ of, text, page, readAt, asOf }) => [
				of,
				text,
				page,
				readAt,
				asOf,
			]),
			5,
		),
	);
}

function unpriced({ calls }: Results): string | undefined {
	const names = costOfCalls(calls.lone).unpriced;
	if (names.length === 0) return undefined;
	return `Calls without a price in this table, which are not counted: ${names.map(plain).join(", ")}.`;
}
