import type { ServiceEvent } from "../../service-event.ts";
import { trustedLink } from "../console-link.ts";
import { type Content, factsOf, linksOf, placeFacts } from "../content.ts";
import { fieldRows } from "../fields-table.ts";
import { resourceLink } from "../resource-link.ts";
import { placeOf, subjectOf } from "../subject.ts";
import { tell } from "../told/told.ts";

/** Any event that has no mail of its own: which thing, what happened, how bad, and a table of its fields. */
export function writeAnyEvent(event: ServiceEvent): Content {
	const { source, detailType, detail } = event;
	const told = tell(event, detailType);
	const { head, tone, title, actor, called, reason } = told;
	const what = title ?? called ?? kindOf(detailType);
	const name =
		told.name !== undefined && title?.includes(told.name)
			? undefined
			: told.name;
	const by = actor === told.name ? undefined : actor;
	return {
		subject: subjectOf(
			{
				head,
				what,
				name: told.name,
				by: called === undefined ? undefined : by,
				isTold: title !== undefined || !/[a-z]/i.test(head ?? ""),
			},
			placeOf(event),
		),
		tone,
		label: head ?? source,
		headline: [what, name, by === undefined ? undefined : `by ${by}`]
			.filter((part) => part !== undefined)
			.join(" "),
		sentence: `${source} reports: ${detailType}.`,
		body: reason,
		facts: [
			...factsOf([["By", actor]]),
			...fieldRows(detail),
			...placeFacts(event),
		],
		links: linksOf([
			["Open it in the console", resourceLink(event)],
			...told.urls
				.map(trustedLink)
				.filter((url) => url !== undefined)
				.slice(0, MOST_LINKS)
				.map((url) => ["Open what the event links to", url] as const),
		]),
		filename: `${detailType}-${told.name ?? source}`,
	};
}

const MOST_LINKS = 2;

/** `Glue Job State Change` is of a `Glue Job`; who called an API is told beside it. */
function kindOf(detailType: string): string {
	const kind = detailType.replace(
		/ ?((State|Status)[ -])?Change( Notification)?$| Notification$| via CloudTrail$/i,
		"",
	);
	return kind === "" ? detailType : kind;
}
