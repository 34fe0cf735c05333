import { nameOfResource } from "../../arn.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { consoleLink, part } from "../console-link.ts";
import { type Content, factsOf, linksOf, placeFacts } from "../content.ts";
import { fieldRows } from "../fields-table.ts";
import { placeAfter, shortenMiddle, subjectLine } from "../subject.ts";

/** What somebody published to a topic: a text, or JSON of their own. */
export function writeNotification(event: ServiceEvent): Content | undefined {
	const { topicArn, detail } = event;
	if (topicArn === undefined) return undefined;
	const topic = nameOfResource(topicArn);
	const text = typeof detail === "string" ? detail : undefined;
	const title = event.subject ?? firstLineOf(text);
	return {
		subject: subjectLine(
			"",
			title ?? "Notification",
			`(${shortenMiddle(topic, 24)}${placeAfter(event)})`,
		),
		tone: "neutral",
		label: "Notification",
		headline: title ?? topic,
		sentence: "This was published to an SNS topic.",
		body: text,
		facts: [
			...(text === undefined ? fieldRows(detail) : []),
			...factsOf([["Topic", topic]]),
			...placeFacts(event),
		],
		links: linksOf([
			[
				"Open the topic in SNS",
				consoleLink(
					event,
					(region) => `/sns/v3/home?region=${region}#/topic/${part(topicArn)}`,
				),
			],
		]),
		filename: `notification-${topic}`,
	};
}

function firstLineOf(text: string | undefined): string | undefined {
	return text
		?.slice(0, 2000)
		.split(/\r?\n/)
		.find((line) => line.trim() !== "");
}
