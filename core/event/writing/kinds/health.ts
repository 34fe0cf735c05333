import type { ServiceEvent } from "../../service-event.ts";
import { spellTime } from "../../time.ts";
import { at, entryOf, listAt, textAt } from "../at.ts";
import { part, partitionOf } from "../console-link.ts";
import {
	type Content,
	factsOf,
	linksOf,
	placeFacts,
	type Tone,
} from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

const CATEGORIES: Readonly<
	Record<string, { readonly tone: Tone; readonly sentence: string }>
> = {
	issue: {
		tone: "bad",
		sentence: "AWS reports a problem that may affect what you run.",
	},
	investigation: {
		tone: "warning",
		sentence: "AWS is looking into a problem that may affect what you run.",
	},
	scheduledChange: {
		tone: "warning",
		sentence: "AWS plans a change that may affect what you run.",
	},
	accountNotification: {
		tone: "neutral",
		sentence: "AWS has a notice for this account.",
	},
};

/** An event of AWS Health. Its region is the affected one, not the one that delivered it. */
export function writeHealth(event: ServiceEvent): Content | undefined {
	const { detail } = event;
	const service = textAt(detail, "service");
	const code = textAt(detail, "eventTypeCode");
	if (service === undefined || code === undefined) return undefined;
	const status = textAt(detail, "statusCode");
	const category = entryOf(CATEGORIES, textAt(detail, "eventTypeCategory"));
	const isOver = status === "closed";
	const place = {
		time: event.time,
		account: textAt(detail, "affectedAccount") ?? event.account,
		region: textAt(detail, "eventRegion") ?? event.region,
	};
	const what = `${service} ${wordsOf(code, service)}`;
	const state = status === undefined ? "" : ` ${status}`;
	return {
		subject: subjectLine(`Health${state}:`, what, placeOf(place)),
		tone: isOver ? "good" : (category?.tone ?? "neutral"),
		label: `AWS Health${state}`,
		headline: what,
		sentence: isOver
			? "AWS says that this is over."
			: (category?.sentence ?? "AWS has a notice for this account."),
		body: descriptionOf(detail),
		facts: [
			...factsOf([
				["Starts", moment(textAt(detail, "startTime"))],
				["Ends", moment(textAt(detail, "endTime"))],
				["Affected", affectedOf(detail)],
				["Event type", code],
			]),
			...placeFacts(place),
		],
		links: linksOf([["Open AWS Health", linkOf(event, detail)]]),
		filename: `health-${code}`,
	};
}

/** `AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED` → `instance retirement scheduled`. */
function wordsOf(code: string, service: string): string {
	const rest = code.replace(/^AWS_/, "");
	return (
		rest.startsWith(`${service}_`) ? rest.slice(service.length + 1) : rest
	)
		.replaceAll("_", " ")
		.toLowerCase();
}

function descriptionOf(detail: unknown): string | undefined {
	const texts = listAt(detail, "eventDescription");
	const english = texts.find(
		(each) => textAt(each, "language")?.startsWith("en") ?? false,
	);
	return textAt(english ?? texts[0], "latestDescription");
}

function affectedOf(detail: unknown): string | undefined {
	const all = listAt(detail, "affectedEntities");
	const named = all
		.slice(0, 10)
		.map((each) => textAt(each, "entityValue"))
		.filter((each) => each !== undefined);
	if (named.length === 0) return undefined;
	const more = all.length - named.length;
	return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

// Health writes times like mail headers do: "Thu, 26 Nov 2026 02:00:00 GMT".
function moment(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const ms = /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)
		? Date.parse(text)
		: Number.NaN;
	return Number.isNaN(ms) ? text : spellTime(ms);
}

// Only the global console has a page for one event that AWS documents.
function linkOf(event: ServiceEvent, detail: unknown): string | undefined {
	const arn = at(detail, "eventArn");
	if (typeof arn !== "string" || !/^arn:aws:health:[\w:/.-]{1,500}$/.test(arn))
		return undefined;
	if (event.region === undefined || partitionOf(event.region) !== "aws")
		return undefined;
	return `https://health.aws.amazon.com/health/home#/account/event-log?eventID=${part(arn)}&eventTab=details`;
}
