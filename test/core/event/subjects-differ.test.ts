import { describe, expect, test } from "vitest";
import type { ServiceEvent } from "../../../core/event/service-event.ts";
import { writeMail } from "../../../core/event/write-mail.ts";
import { tell } from "../../../core/event/writing/told/told.ts";
import { bodyOf, EVENT_NAMES, eventOf, read } from "../../support/events.ts";

const EVENTS = EVENT_NAMES.filter(
	(name) => read(bodyOf(name)).kind === "event",
).map((name) => ({ name, event: eventOf(bodyOf(name)) }));

/** What must show in a subject. */
function factsOf(event: ServiceEvent): string {
	const { head, name } = tell(event, event.detailType);
	return JSON.stringify([event.source, head, name, event.account]);
}

describe("the subjects of kept events", () => {
	test("differ in all pairs whose thing, state or severity differ", () => {
		const told = EVENTS.map(({ name, event }) => ({
			name,
			facts: factsOf(event),
			subject: writeMail(event).subject,
		}));
		const same = told.flatMap((one, index) =>
			told
				.slice(index + 1)
				.filter(
					(other) => other.subject === one.subject && other.facts !== one.facts,
				)
				.map((other) => [one.name, other.name]),
		);
		expect(same).toEqual([]);
	});

	test.each(EVENTS)("$name: fits into 78 characters", ({ event }) => {
		expect(writeMail(event).subject.length).toBeLessThanOrEqual(78);
	});

	test.each(EVENTS.filter(({ event }) => typeof event.detail === "object"))(
		"$name: changes with its state, its severity and its name",
		({ event }) => {
			const { subject } = writeMail(event);
			for (const [from, to] of [
				[
					/"(FAILED|Failed|failed|COMPLETED?|Completed|SUCCE\w+|ALARM|stopped|STOPPED)"/g,
					'"OTHERWISE"',
				],
				[/"(CRITICAL|High|HIGH|critical|ERROR)"/g, '"LOW"'],
			] as const) {
				const detail = JSON.stringify(event.detail);
				if (!from.test(detail)) continue;
				const changed = {
					...event,
					detail: JSON.parse(detail.replace(from, to)),
				};
				if (factsOf(changed) === factsOf(event)) continue;
				expect(writeMail(changed).subject).not.toBe(subject);
			}
		},
	);
});
