import { nameOfResource } from "../../arn.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { consoleLink, part } from "../console-link.ts";
import { type Content, factsOf, linksOf, placeFacts } from "../content.ts";
import { fieldRows } from "../fields-table.ts";
import { keyValues } from "../key-values.ts";
import {
	placeAfter,
	placeOf,
	shortenMiddle,
	subjectLine,
	subjectOf,
} from "../subject.ts";
import { type Told, tell } from "../told/told.ts";
import { toneOfWords } from "../told/tone-of-words.ts";

/** What was published to a topic: a text, or the fields of a service or of somebody's own. */
export function writeNotification(event: ServiceEvent): Content | undefined {
	const { topicArn, detail } = event;
	if (topicArn === undefined) return undefined;
	const topic = nameOfResource(topicArn);
	const text = typeof detail === "string" ? detail : undefined;
	const fields = text === undefined ? detail : keyValues(text);
	const heading =
		fields === undefined
			? headingOfText(event, text)
			: headingOfFields(event, fields);
	return {
		...heading,
		sentence: "This was published to an SNS topic.",
		body: fields === undefined ? text : heading.body,
		facts: [
			...(fields === undefined ? [] : fieldRows(fields)),
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

type Heading = Pick<
	Content,
	"subject" | "tone" | "label" | "headline" | "body"
>;

function headingOfText(event: ServiceEvent, text: string | undefined): Heading {
	const line = firstLineOf(text);
	const { subject } = event;
	if (
		subject !== undefined &&
		line !== undefined &&
		isGenericSubject(subject, undefined)
	)
		return headingOfLine(event, line);
	const title = subject ?? line;
	return {
		subject: besideTopic(title ?? "Notification", event),
		tone: "neutral",
		label: "Notification",
		headline: title ?? nameOfResource(event.topicArn ?? ""),
	};
}

/** What a service writes under a subject that is always the same: a sentence, and the ARN that it is about. */
function headingOfLine(event: ServiceEvent, line: string): Heading {
	const [arn] = ARN.exec(line) ?? [];
	const [sentence = line] = line.split(/(?<=\.)\s/, 1);
	const what = sentence.replace(arn ?? "", "").trim();
	const name = arn === undefined ? undefined : nameOfResource(arn);
	return {
		subject: subjectOf(
			{ head: undefined, what, name, isTold: true },
			placeOf(event),
		),
		tone: toneOfWords(sentence),
		label: "Notification",
		headline: joined(what, name),
	};
}

function headingOfFields(event: ServiceEvent, fields: unknown): Heading {
	const { subject } = event;
	const kind = subject?.replace(GENERIC, " ").trim() || undefined;
	const told = tell({ detail: fields, resources: [] }, kind ?? "");
	const { head, name, tone, reason } = told;
	const topic = nameOfResource(event.topicArn ?? "");
	const label = head ?? "Notification";
	if (subject !== undefined && !isGenericSubject(subject, name)) {
		const title = isDecisive(told, subject) ? `${head}: ${subject}` : subject;
		return {
			subject: besideTopic(title, event),
			tone,
			label,
			headline: subject,
			body: reason,
		};
	}
	const what =
		head === undefined && reason !== undefined ? joined(kind, reason) : kind;
	return {
		subject: subjectOf(
			{
				head,
				what:
					what ??
					(name === undefined || head === undefined ? "Notification" : ""),
				name: name ?? (head === undefined ? topic : undefined),
				isTold: head === undefined,
			},
			placeOf(event),
		),
		tone,
		label,
		headline: joined(kind, name) || topic,
		body: reason,
	};
}

/** A state that is good or bad, and that the subject lacks. */
function isDecisive({ head, tone }: Told, subject: string): boolean {
	return (
		head !== undefined &&
		tone !== "neutral" &&
		!subject.toLowerCase().includes(head.toLowerCase())
	);
}

const GENERIC = /\b(notification( message)?( from)?|message)\b/gi;

/** Whether a subject is the same whatever happened, such as `AWS CloudFormation Notification`. */
function isGenericSubject(
	subject: string | undefined,
	name: string | undefined,
): boolean {
	return (
		subject === undefined ||
		(subject.length <= 60 &&
			/\bnotification\b/i.test(subject) &&
			(name === undefined || !subject.includes(name)))
	);
}

function besideTopic(title: string, event: ServiceEvent): string {
	const topic = shortenMiddle(nameOfResource(event.topicArn ?? ""), 24);
	return subjectLine("", title, `(${topic}${placeAfter(event)})`);
}

const ARN =
	/arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[\w:/.+=@-]{1,500}[\w/]/;

function firstLineOf(text: string | undefined): string | undefined {
	return text
		?.slice(0, 2000)
		.split(/\r?\n/)
		.find((line) => line.trim() !== "");
}

function joined(...parts: readonly (string | undefined)[]): string {
	return parts.filter((each) => each !== undefined).join(" ");
}
