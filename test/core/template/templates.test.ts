import { describe, expect, test } from "vitest";
import { NO_TEMPLATES } from "../../../core/template/template.ts";
import { createTemplates } from "../../../core/template/templates.ts";
import { filesOf, render, schemaOf } from "../../support/templates.ts";

const SCRIPT = `<script>alert("1 & 'x'")</script>`;
const string = { type: "string" };

/** The text that a template makes of data, or the first problem's pointer and sentence. */
function textOf(liquid: string, data: Record<string, unknown> = {}): string {
	const properties = Object.fromEntries(
		Object.keys(data).map((key) => [key, {}]),
	);
	const rendered = render(
		{ text: liquid, "schema.json": schemaOf(properties) },
		data,
	);
	if (rendered.kind === "rendered") return rendered.text ?? "";
	const [{ pointer = "", sentence = "" } = {}] = rendered.problems;
	return `${pointer} ${sentence}`;
}

describe("a template", () => {
	test("makes subject, HTML and text of its data, with the schema's defaults", () => {
		const files = filesOf("order-shipped");
		const rendered = render(files, JSON.parse(files["sample.json"] ?? ""));
		expect(rendered).toMatchObject({
			kind: "rendered",
			subject: "Your order FF-20417 is on its way",
			html: expect.stringContaining("Wool blanket &quot;Hardanger&quot;"),
			text: expect.stringContaining("Fjord & Field, https://shop.example.com"),
		});
	});

	test("leaves the data it was given as it was", () => {
		const data = {};
		const schema = schemaOf(
			{},
			{ properties: { n: { type: "number", default: 1 } } },
		);
		const files = {
			text: "{{ n }}{% increment n %}{{ n }}",
			"schema.json": schema,
		};
		expect(render(files, data)).toMatchObject({ text: "112" });
		expect(data).toEqual({});
	});

	test("makes each part as if there were no other", () => {
		const count = "{% increment n %}";
		expect(render({ html: count, text: count })).toMatchObject({
			html: "0",
			text: "0",
		});
	});

	test("makes only the parts it has", () => {
		expect(render({ text: "Hi" })).toEqual({
			kind: "rendered",
			subject: "Hello",
			text: "Hi",
		});
		expect(render({ html: "<p>" }, {})).toEqual({
			kind: "rendered",
			subject: "Hello",
			html: "<p>",
		});
	});

	test("gives the same mail for the same data, whenever and wherever", () => {
		const zone = process.env.TZ;
		const liquid =
			"{{ at | date: '%d %B %H:%M' }} {{ day | date_to_string }} {{ local | date_to_rfc822 }}";
		const data = {
			at: "2026-12-01T00:30:00+01:00",
			day: "2026-12-01",
			local: "2026-12-01T00:30:00",
		};
		try {
			for (const TZ of ["UTC", "America/Los_Angeles", "Asia/Tokyo"]) {
				process.env.TZ = TZ;
				expect(textOf(liquid, data)).toBe(
					"01 December 00:30 01 Dec 2026 Tue, 01 Dec 2026 00:30:00 +0000",
				);
			}
		} finally {
			if (zone === undefined) delete process.env.TZ;
			else process.env.TZ = zone;
		}
	});

	test("formats a time in the zone it names", () => {
		expect(
			textOf("{{ at | date: '%H:%M', 'Europe/Oslo' }}", {
				at: "2026-12-01T08:00:00Z",
			}),
		).toBe("09:00");
	});
});

describe("values in HTML", () => {
	const html = (liquid: string) => {
		const rendered = render(
			{
				html: liquid,
				"schema.json": schemaOf({
					v: string,
					list: { type: "array", items: string },
				}),
			},
			{ v: SCRIPT, list: [SCRIPT] },
		);
		return rendered.kind === "rendered" ? rendered.html : rendered.problems;
	};
	const ESCAPED =
		"&lt;script&gt;alert(&quot;1 &amp; &#39;x&#39;&quot;)&lt;/script&gt;";

	test.each([
		"{{ v }}",
		"{% echo v %}",
		"{% cycle v, 'b' %}",
		"{% liquid echo v %}",
		"{{ list }}",
		"{{ list | join }}",
		"{{ list | first }}",
		"{% for x in list %}{{ x }}{% endfor %}",
		"{% assign x = v %}{{ x }}",
		"{{ v | raw | append: '' }}",
	])("are escaped: %s", (liquid) => {
		expect(html(liquid)).toBe(ESCAPED);
	});

	test("are written as they are only where the template says raw", () => {
		expect(html("{{ v | raw }}")).toBe(SCRIPT);
	});

	test("keep their line breaks the way the guide shows", () => {
		expect(
			html("{{ v | append: '\n' | escape | newline_to_br | raw }}"),
		).toMatch(/^&lt;script.*<br \/>\n$/);
	});

	test("are not escaped in subject and text", () => {
		const schema = schemaOf({ v: string });
		const files = {
			subject: "{{ v }}",
			"subject.liquid": undefined,
			text: "{{ v }}",
			"schema.json": schema,
		};
		expect(render(files, { v: SCRIPT })).toMatchObject({
			subject: SCRIPT,
			text: SCRIPT,
		});
	});
});

describe("a subject", () => {
	const subject = (v: string) =>
		render(
			{
				"subject.liquid": "Re: {{ v }}",
				text: "x",
				"schema.json": schemaOf({ v: string }),
			},
			{ v },
		);

	test("is one line, whatever breaks its data has", () => {
		expect(subject("a\r\nBcc: b@example.com\u2028c\u0000\td ")).toMatchObject({
			subject: "Re: a Bcc: b@example.com c d",
		});
	});

	test("has at most 2000 characters", () => {
		expect(subject("x".repeat(1996))).toMatchObject({ kind: "rendered" });
		expect(subject("x".repeat(1997))).toEqual({
			kind: "invalid",
			problems: [
				{
					pointer: "/data",
					sentence:
						"Cannot send the message as /data is not allowed: the subject that the template mail makes of it has 2001 characters; allowed are at most 2000.",
				},
			],
		});
	});
});

describe("data that doesn't fit", () => {
	const SECRET = "s3cret";
	const schema = schemaOf({
		customer: schemaOf({
			name: string,
			age: { type: "integer" },
			mail: { ...string, format: "email" },
		}),
		kind: { enum: ["a", "b"] },
		list: { type: "array", maxItems: 1 },
		map: {
			type: "object",
			additionalProperties: { type: "number" },
			default: {},
		},
	});
	const problems = (data: unknown) => {
		const rendered = render({ text: "x", "schema.json": schema }, data);
		return rendered.kind === "invalid" ? rendered.problems : [];
	};
	const good = {
		customer: { name: "a", age: 1, mail: "a@b.example" },
		kind: "a",
		list: [],
		map: {},
	};

	test.each([
		[
			{ ...good, customer: { age: 1, mail: "a@b.example" } },
			"/data/customer/name",
			"the field is missing; the template needs it",
		],
		[
			{ ...good, customer: { ...good.customer, age: SECRET } },
			"/data/customer/age",
			"got a string of 6 characters; by the template's schema it must be integer",
		],
		[
			{ ...good, customer: { ...good.customer, age: 1.5 } },
			"/data/customer/age",
			"got a number; by the template's schema it must be integer",
		],
		[
			{ ...good, customer: { ...good.customer, mail: SECRET } },
			"/data/customer/mail",
			'got a string of 6 characters; by the template\'s schema it must match format "email"',
		],
		[
			{ ...good, kind: SECRET },
			"/data/kind",
			'got a string of 6 characters; allowed is one of "a", "b"',
		],
		[
			{ ...good, list: [SECRET, SECRET] },
			"/data/list",
			"got an array of 2; by the template's schema it must NOT have more than 1 items",
		],
		[
			{ ...good, more: SECRET },
			"/data/more",
			"the template's schema does not know the field; remove it or correct its name",
		],
		[
			{ ...good, map: { "ann@example.com": SECRET } },
			"/data/map/(an address)",
			"got a string of 6 characters; by the template's schema it must be number",
		],
		[
			{ ...good, map: { "a/b": SECRET } },
			"/data/map/a~1b",
			"got a string of 6 characters; by the template's schema it must be number",
		],
		[
			[SECRET],
			"/data",
			"got an array of 1; by the template's schema it must be object",
		],
		[
			JSON.parse(`{"__proto__": {"kind": "a"}}`),
			"/data/customer",
			"the field is missing; the template needs it",
		],
	])(
		"%j is told by pointer and sentence, without its values",
		(data, pointer, text) => {
			const [first, ...more] = problems(data);
			expect(first).toEqual({
				pointer,
				sentence: `Cannot send the message as ${pointer} is not allowed: ${text}.`,
			});
			expect(JSON.stringify([first, ...more])).not.toContain(SECRET);
		},
	);

	test("is told at once, up to 20 problems", () => {
		expect(problems(undefined).map(({ pointer }) => pointer)).toEqual([
			"/data/customer",
			"/data/kind",
			"/data/list",
		]);
		const many = Object.fromEntries(
			Array.from({ length: 30 }, (_, n) => [`x${n}`, 1]),
		);
		expect(problems({ ...good, ...many })).toHaveLength(20);
	});

	test("has what every object inherits only if it was sent", () => {
		const inherited = schemaOf({ constructor: string });
		expect(render({ text: "x", "schema.json": inherited }, {})).toMatchObject({
			problems: [
				{
					pointer: "/data/constructor",
					sentence: expect.stringContaining("the field is missing"),
				},
			],
		});
	});
});

describe("a template that does not exist", () => {
	const set = {
		b: { subject: "B", text: "B", schema: {} },
		a: { subject: "A", text: "A", schema: {} },
	};

	test.each(["c", "__proto__", "constructor"])(
		"is told with those that do: %s",
		(name) => {
			expect(createTemplates(set).render(name, {})).toEqual({
				kind: "invalid",
				problems: [
					{
						pointer: "/template",
						sentence:
							"Cannot send the message as /template is not allowed: the sender has no template of that name; allowed is one of a, b.",
					},
				],
			});
		},
	);

	test("is told to a sender without templates as what to do", () => {
		expect(NO_TEMPLATES.render("a", {})).toMatchObject({
			problems: [
				{
					sentence: expect.stringMatching(
						/has no templates; send the finished subject/,
					),
				},
			],
		});
	});
});

describe("rendering", () => {
	test.each([
		[
			"a long loop",
			"{% for i in (1..90000) %}{% for j in (1..90000) %}{% endfor %}{% endfor %}",
			{},
		],
		["a long range", "{% for i in (1..1000000000) %}{% endfor %}", {}],
		[
			"a large text, again and again",
			"{% for i in (1..1000) %}{{ v }}{% endfor %}",
			{ v: "x".repeat(100_000) },
		],
		[
			"a long list in a list",
			"{% for a in v %}{% for b in v %}{% for c in v %}-{% endfor %}{% endfor %}{% endfor %}",
			{ v: Array(1000).fill(1) },
		],
		[
			"a text that doubles",
			`{% assign t = "0123456789" %}${"{% assign t = t | append: t %}".repeat(40)}`,
			{},
		],
	])("ends with a sentence: %s", (_what, liquid, data) => {
		const started = performance.now();
		expect(textOf(liquid, data)).toMatch(
			/^\/data Cannot send the message as \/data is not allowed: the template mail can't be rendered with it, text, line 1, .*: it makes too much of the data, in loops or in text; send less\.$/,
		);
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	test("of a large but sane mail is fine", () => {
		const rows = Array.from({ length: 5000 }, (_, n) => `row ${n}`);
		expect(
			textOf("{% for r in v %}{{ r }}\n{% endfor %}", { v: rows }),
		).toHaveLength(5000 * 9 - 1110);
	});

	test.each([
		[
			"the clock",
			"{{ v | date: '%Y' }}",
			"now",
			"the clock is not there for a template",
		],
		[
			"what is no time",
			"{{ v | date: '%Y' }}",
			"s3cret",
			"only a time such as 2026-12-01T08:00:00Z",
		],
		["an object", "{{ v }}", { s3cret: 1 }, "an object can't be printed"],
		[
			"a value that isn't there",
			"{{ v[v] }}",
			"s3cret",
			"there is no such value in the data",
		],
		[
			"what Liquid can't do",
			"{{ 0 | date: '%H', v }}",
			"s3cret",
			"it does not work with the data's values",
		],
	])(
		"refuses %s that comes with the data, without repeating it",
		(_what, liquid, v, reason) => {
			const sentence = textOf(liquid, { v });
			expect(sentence).toContain(`text, line 1, `);
			expect(sentence).toContain(reason);
			expect(sentence).not.toContain("s3cret");
		},
	);

	test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
		"never reads what an object inherits: %s",
		(name) => {
			const templates = createTemplates({
				mail: { subject: "x", text: `{{ v.${name} }}{{ v[k] }}`, schema: {} },
			});
			for (const data of [
				{ v: {}, k: name },
				{ v: { [name]: "own" }, k: "nothing" },
			])
				expect(templates.render("mail", data)).toMatchObject({
					problems: [
						{
							sentence: expect.stringContaining(
								"there is no such value in the data",
							),
						},
					],
				});
		},
	);
});
