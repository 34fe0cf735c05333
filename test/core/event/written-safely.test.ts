import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceEvent } from "../../../core/event/service-event.ts";
import { writeMail } from "../../../core/event/write-mail.ts";
import { bodyOf, EVENT_NAMES, eventOf, read } from "../../support/events.ts";
import { expectSafe, hrefsOf } from "../../support/mail-rules.ts";

const EVENTS = EVENT_NAMES.filter(
	(name) => read(bodyOf(name)).kind === "event",
).map((name) => eventOf(bodyOf(name)));

const HOSTILE = [
	"a\r\nBcc: eve@example.com",
	'"><script>alert(1)</script><img src=x onerror="alert(1)">',
	"</bdi></td></tr></table><style>*{display:none}</style>",
	"invoice\u202Efdp.exe",
	"null\u0000byte\u0007",
	"\uD800 a lone half, and \u{1F468}\u200D\u{1F469}\u200D\u{1F467}".repeat(20),
	"javascript:alert(1)",
	"https://evil.example.com/console.aws.amazon.com",
	"x".repeat(100_000),
	"__proto__",
	"constructor",
	"e\u0301".repeat(400),
	"",
	"   \u200B\uFEFF ",
];

/** Every text in a value, replaced. */
function filled(value: unknown, text: string): unknown {
	if (typeof value === "string") return text;
	if (Array.isArray(value)) return value.map((each) => filled(each, text));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, filled(each, text)]),
	);
}

const withDetail = (event: ServiceEvent, detail: unknown): ServiceEvent => ({
	...event,
	detail,
	raw: typeof detail === "string" ? detail : JSON.stringify(detail ?? null),
});

describe("writeMail()", () => {
	test.each(HOSTILE.map((text, index) => [index, text] as const))(
		"shows hostile text %i as text, in every field of every event",
		(_index, text) => {
			for (const event of EVENTS) {
				const detail = filled(event.detail, text);
				const forged = { ...withDetail(event, detail), subject: text };
				const mail = writeMail(forged);
				expectSafe(mail);
				for (const href of hrefsOf(mail.html))
					expect(href).not.toContain("evil.example.com/");
			}
		},
	);

	test("never throws for any JSON, and keeps its rules", () => {
		const any = fc.record({
			event: fc.constantFrom(...EVENTS),
			detail: fc.jsonValue({ maxDepth: 6 }),
			texts: fc.array(fc.string({ unit: "binary" }), {
				minLength: 4,
				maxLength: 4,
			}),
		});
		fc.assert(
			fc.property(any, ({ event, detail, texts }) => {
				const [source = "", detailType = "", resource = "", subject] = texts;
				expectSafe(writeMail(withDetail(event, detail)));
				expectSafe(
					writeMail({
						...withDetail(event, detail),
						source,
						detailType,
						resources: [resource],
						bucket: resource,
						subject,
					}),
				);
			}),
		);
	});

	test("never throws for an event of which any part is another", () => {
		const leaf = fc.oneof(fc.jsonValue(), fc.constantFrom(...HOSTILE));
		const forged = fc
			.tuple(fc.constantFrom(...EVENTS), fc.infiniteStream(leaf), fc.nat(30))
			.map(([event, leaves, at]) => {
				let index = 0;
				const text = JSON.stringify(event.detail, (_key, value: unknown) => {
					index += 1;
					return index === at + 2 ? leaves.next().value : value;
				});
				return withDetail(event, text === undefined ? null : JSON.parse(text));
			});
		fc.assert(fc.property(forged, (event) => expectSafe(writeMail(event))));
	});

	test("survives a nesting that recursion would not", () => {
		let deep: unknown = "end";
		for (let level = 0; level < 20_000; level += 1) deep = [{ deep }];
		const [event] = EVENTS;
		if (event === undefined) throw new Error("there are no events");
		for (const { source, detailType } of EVENTS)
			expectSafe(
				writeMail({ ...event, source, detailType, detail: deep, raw: "[]" }),
			);
	});

	test("stays small, however much an event says", () => {
		const detail = Object.fromEntries(
			Array.from({ length: 20_000 }, (_, index) => [
				`key-${index}`,
				"value".repeat(20),
			]),
		);
		const [event] = EVENTS;
		if (event === undefined) throw new Error("there are no events");
		const { html, text } = writeMail({
			...withDetail(event, detail),
			source: "com.acme",
		});
		expect(html.length).toBeLessThan(100_000);
		expect(text).toContain("…: more, see the attachment");
	});
});
