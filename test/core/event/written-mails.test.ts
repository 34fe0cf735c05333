import { describe, expect, test } from "vitest";
import type { ServiceEvent } from "../../../core/event/service-event.ts";
import { KINDS, writeMail } from "../../../core/event/write-mail.ts";
import sources from "../../fixtures/events/sources.json" with { type: "json" };
import { bodyOf, EVENT_NAMES, eventOf, read } from "../../support/events.ts";
import { expectSafe, hrefsOf } from "../../support/mail-rules.ts";

const MAILED = EVENT_NAMES.filter(
	(name) => read(bodyOf(name)).kind === "event",
);
const mailOf = (name: string) => writeMail(eventOf(bodyOf(name)));

describe.each(MAILED)("the mail for %s", (name) => {
	test("is the reviewed one", async () => {
		const { subject, text, html } = mailOf(name);
		const file = (ending: string) => `../../fixtures/mails/${name}.${ending}`;
		await expect(`${subject}\n`).toMatchFileSnapshot(file("subject"));
		await expect(text).toMatchFileSnapshot(file("txt"));
		await expect(html).toMatchFileSnapshot(file("html"));
	});

	test("is the same each time", () => {
		expect(mailOf(name)).toEqual(mailOf(name));
	});

	test("is safe to show", () => {
		expectSafe(mailOf(name));
	});

	test("names the account in its subject, if the event tells it", () => {
		const { account } = eventOf(bodyOf(name));
		expect(mailOf(name).subject).toContain(account ?? "");
	});

	test("shows every link as text, too", () => {
		const { html, text } = mailOf(name);
		for (const href of hrefsOf(html)) expect(text).toContain(href);
	});

	test("brings what AWS sent along, unchanged but for white space", () => {
		const { raw } = eventOf(bodyOf(name));
		const { content, filename } = mailOf(name).attachment;
		const isJson = filename.endsWith(".json");
		expect(isJson ? JSON.parse(content) : content).toEqual(
			isJson ? JSON.parse(raw) : raw,
		);
	});
});

describe("the kept events", () => {
	test.each(
		[...new Set(KINDS.map(([, , write]) => write))].map(
			(write) => [write.name, write] as const,
		),
	)("have one for %s()", (_name, write) => {
		const isFor = ({ source, detailType }: ServiceEvent) =>
			KINDS.find(
				([from, type]) => from === source && type.test(detailType),
			)?.[2] === write;
		expect(MAILED.some((name) => isFor(eventOf(bodyOf(name))))).toBe(true);
	});

	test("name the page of AWS's documentation that their form is of", () => {
		expect(Object.keys(sources).toSorted()).toEqual(EVENT_NAMES);
		for (const { page } of Object.values(sources))
			expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
	});
});
