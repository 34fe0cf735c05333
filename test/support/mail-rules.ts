import { expect } from "vitest";
import type { EventMail } from "../../core/event/service-event.ts";

const ELEMENTS =
	"!DOCTYPE a bdi body br div h1 head html meta table td title tr".split(" ");
const ALLOWED =
	/^https:\/\/(([a-z0-9-]+\.)?console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)|(docs|health)\.aws\.amazon\.com|docs\.amazonaws\.cn|aws\.amazon\.com)\/[\x21-\x7e]*$/;
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** What holds for every mail that is written for an event, whatever the event says. */
export function expectSafe({
	subject,
	text,
	html,
	attachment,
}: EventMail): void {
	expect(subject.length).toBeLessThanOrEqual(78);
	expect(subject).toBe(subject.trim());
	expect(subject).not.toBe("");
	for (const each of [subject, attachment.filename]) {
		expect(each).not.toMatch(CONTROL);
		expect(each.isWellFormed()).toBe(true);
	}
	for (const each of [text, html]) {
		expect(each.replaceAll("\n", "")).not.toMatch(CONTROL);
		expect(each.isWellFormed()).toBe(true);
	}
	expect(elementsOf(html).filter((name) => !ELEMENTS.includes(name))).toEqual(
		[],
	);
	for (const href of hrefsOf(html)) expect(href).toMatch(ALLOWED);
	expect(html).not.toMatch(/<[^>]*(\s(src|background|on\w+)=|url\()/);
	expect(attachment.filename).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]*\.(json|txt)$/);
}

/** The addresses that the HTML's links lead to. */
export function hrefsOf(html: string): readonly string[] {
	return [...html.matchAll(/<a href="([^"]*)"/g)].map(([, href = ""]) =>
		href.replaceAll("&amp;", "&").replaceAll("&#39;", "'"),
	);
}

function elementsOf(html: string): readonly string[] {
	return [...html.matchAll(/<\/?([^\s>/]+)/g)].map(([, name = ""]) => name);
}
