import { describe, expect, test } from "vitest";
import {
	checkTemplates,
	MAX_SET_BYTES,
} from "../../../core/template/check-templates.ts";
import { faultText } from "../../../core/template/template.ts";
import { faultsOf, filesOf, schemaOf } from "../../support/templates.ts";

const name = { type: "string" };
const text = "Hello";

describe("the example template", () => {
	test("has no fault", () => {
		const folders = new Map([["order-shipped", filesOf("order-shipped")]]);
		expect(checkTemplates(folders).kind).toBe("set");
	});
});

describe("a template's files:", () => {
	test.each([
		[
			"no subject",
			{ "subject.liquid": undefined, text },
			"mail: it has no subject: add a file such as subject.liquid",
		],
		[
			"neither html nor text",
			{},
			"mail: it has neither html nor text: add a file such as html.liquid",
		],
		[
			"no schema",
			{ "schema.json": undefined, text },
			/^mail: it has no schema\.json: describe its data/,
		],
		[
			"two files for one part",
			{ text, "text.txt": text },
			"mail/text.txt: there is text already: a template has one text",
		],
		[
			"a file nobody knows",
			{ text, "footer.liquid": "x" },
			/^mail\/footer\.liquid: it is no part of a template/,
		],
		[
			"a folder",
			{ text, "html/": "" },
			/^mail\/html\/: it is no part of a template/,
		],
		[
			"a file in another encoding",
			{ "text.txt": "Gr\uFFFD\uFFFDe" },
			"mail/text.txt: it is not UTF-8: save it as UTF-8",
		],
	])("%s is a fault", (_what, files, sentence) => {
		expect(faultsOf(files)).toEqual([matching(sentence)]);
	});

	test("any ending will do, or none", () => {
		expect(
			faultsOf({
				"subject.liquid": undefined,
				subject: "Hi",
				"html.html": "<p>",
				"text.txt": "Hi",
			}),
		).toEqual([]);
	});
});

describe("a template's Liquid:", () => {
	test.each([
		[
			"an output that isn't closed",
			"a\n{{ x",
			/^mail\/text:2:1: output .* not closed$/,
		],
		[
			"a tag that isn't closed",
			"{% if true %}",
			/^mail\/text:1:1: tag .* not closed$/,
		],
		[
			"a tag nobody knows",
			"{% frobnicate %}",
			'mail/text:1:1: tag "frobnicate" not found',
		],
		[
			"a filter nobody knows",
			"{{ 1 | frob }}",
			"mail/text:1:1: undefined filter: frob",
		],
		[
			"an include",
			"{% include 'a' %}",
			/\{% include %\} is refused: a template is one file/,
		],
		["a render", "{% render 'a' %}", /\{% render %\} is refused/],
		["a layout", "{% layout 'a' %}", /\{% layout %\} is refused/],
		[
			"a random filter",
			"{{ 'a,b' | split: ',' | sample }}",
			/the filter sample is refused: its result is random/,
		],
		[
			"a filter with an expression",
			"{{ 'a' | where_exp: 'x', 'x.y' }}",
			/the filter where_exp is refused: the variables in its expression can't be checked/,
		],
		[
			"the clock",
			"{{ 'now' | date: '%Y' }}",
			/^mail\/text:1:1: the clock is not there for a template/,
		],
		[
			"the clock by another name",
			"{% assign t = 'today' %}\n{{ t | date: '%Y' }}",
			/^mail\/text:2:1: the clock is not there/,
		],
	])("%s is a fault", (_what, liquid, sentence) => {
		expect(faultsOf({ text: liquid })).toEqual([matching(sentence)]);
	});

	test("a subject with a line break is a fault, not one that ends with one", () => {
		expect(faultsOf({ text, "subject.liquid": "One\n" })).toEqual([]);
		expect(faultsOf({ text, "subject.liquid": "One\ntwo\n" })).toEqual([
			"mail/subject.liquid:2: a subject is one line: write it, with its tags, on the first",
		]);
	});

	test("a file longer than a mebibyte is a fault", () => {
		expect(faultsOf({ text: "x".repeat(MAX_SET_BYTES + 1) })).toEqual([
			"mail/text: it has 1048577 characters; allowed are at most 1048576",
		]);
	});
});

describe("a template's variables:", () => {
	const item = schemaOf({ name, price: { type: "number" } });
	const schema = schemaOf(
		{
			customer: {
				...schemaOf({ name }),
				properties: { name, nick: name, title: { ...name, default: "" } },
			},
			items: { type: "array", items: { $ref: "#/$defs/item" } },
			pair: { type: "array", minItems: 1, items: item },
			contact: {
				type: "object",
				required: ["kind"],
				properties: { kind: name },
				oneOf: [
					schemaOf({ mail: name, kind: {} }),
					schemaOf({ phone: name, kind: {} }),
				].map(({ properties, required }) => ({
					type: "object",
					properties,
					required,
				})),
			},
			both: {
				allOf: [{ type: "object", required: ["a"], properties: { a: name } }],
			},
			either: {
				anyOf: [
					{ type: "null" },
					{ type: "object", required: ["a"], properties: { a: name } },
				],
			},
			labels: { type: "object", additionalProperties: name },
		},
		{ $defs: { item } },
	);

	test.each([
		"{{ customer.name }}",
		"{{ customer.title }}",
		"{{ customer['name'] | upcase }}",
		"{% for i in items %}{{ i.name }} {{ forloop.index }}{% endfor %}",
		"{% for i in items reversed %}{% for j in pair %}{{ i.price | plus: j.price }}{% endfor %}{% endfor %}",
		"{% for i in items limit: 2 %}{% endfor %}{% for i in items offset: continue %}{{ i.name }}{% endfor %}",
		"{% assign c = customer %}{{ c.name }}",
		"{% assign list = items %}{% for i in list %}{{ i.name }}{% endfor %}",
		"{% if true %}{% assign c = customer %}{% else %}{% assign c = contact %}{% endif %}{{ c.name }}",
		"{% capture x %}{{ customer.name }}{% endcapture %}{{ x }}",
		"{% for n in (1..3) %}{{ n }}{% endfor %}",
		"{% tablerow i in items cols: 2 %}{{ i.name }}{% endtablerow %}",
		"{{ items.size }} {{ customer.name.size }} {{ pair[0].name }} {{ pair.first.name }}",
		"{{ contact.kind }} {{ both.a }} {{ either.a }}",
		"{% for l in labels %}{{ l[0] }}: {{ l[1] }}{% endfor %}",
		"{% for i in items %}{{ labels[i.name] }}{% endfor %}",
		"{% case customer.name %}{% when 'a' %}A{% else %}{% cycle 'x', 'y' %}{% endcase %}",
		"{% increment n %}{{ n }}",
	])("%s is fine", (liquid) => {
		expect(faultsOf({ text: liquid, "schema.json": schema })).toEqual([]);
	});

	test.each([
		["{{ custmer.name }}", "1:4: custmer.name is not in schema.json"],
		["{{ customer.nam }}", "1:4: customer.nam is not in schema.json"],
		[
			"a\n {{ customer.nick }}",
			"2:5: customer.nick may be missing from data that schema.json allows",
		],
		["{% if customer.nick %}x{% endif %}", "1:7: customer.nick may be missing"],
		["{{ customer.nick | default: 'x' }}", "1:4: customer.nick may be missing"],
		[
			"{% for i in items %}{{ i.nam }}{% endfor %}",
			"1:24: i.nam is not in schema.json",
		],
		[
			"{% for i in items %}{% endfor %}{{ i.name }}",
			"1:36: i.name is not in schema.json",
		],
		[
			"{% assign c = customer %}{{ c.nam }}",
			"1:29: c.nam is not in schema.json",
		],
		["{{ items[0].name }}", "1:4: items[0].name may be missing"],
		["{{ items.first.name }}", "1:4: items.first.name may be missing"],
		["{{ pair[1].name }}", "1:4: pair[1].name may be missing"],
		["{{ pair[0].nam }}", "1:4: pair[0].nam is not in schema.json"],
		["{{ contact.mail }}", "1:4: contact.mail may be missing"],
		["{{ labels.de }}", "1:4: labels.de may be missing"],
		["{{ labels[customer.nam] }}", "1:11: customer.nam is not in schema.json"],
		["{{ 'a' | append: custmer }}", "1:18: custmer is not in schema.json"],
		[
			"{{ customer.name.first }}",
			"1:4: customer.name.first is not in schema.json",
		],
		[
			"{{ customer.constructor.name }}",
			"1:4: customer.constructor.name is not in schema.json",
		],
		["{{ __proto__ }}", "1:4: __proto__ is not in schema.json"],
		[
			"{{ customer.__proto__.name }}",
			"1:4: customer.__proto__.name is not in schema.json",
		],
		["{{ customer }}", "1:1: customer is an object: name one of its fields"],
	])("%s is a fault", (liquid, start) => {
		const faults = faultsOf({ text: liquid, "schema.json": schema });
		expect(faults).toHaveLength(1);
		expect(faults[0]?.startsWith(`mail/text:${start}`), faults[0]).toBe(true);
	});
});

describe("a template's schema:", () => {
	test.each([
		["no JSON", "{", /it is not JSON: /],
		[
			"no object",
			{ type: "array" },
			'it has to describe an object, the data of a message: give it "type": "object"',
		],
		["a list", [], /it has to describe an object/],
		[
			"a keyword that doesn't exist",
			schemaOf({ a: { type: "string", maxLenght: 3 } }),
			/it is no JSON Schema of 2020-12: strict mode: unknown keyword: "maxLenght"/,
		],
		[
			"a type that doesn't exist",
			schemaOf({ a: { type: "text" } }),
			/must be equal to one of the allowed values/,
		],
		[
			"a format that doesn't exist",
			schemaOf({ a: { type: "string", format: "emial" } }),
			/unknown format "emial"/,
		],
		[
			"a required property that isn't described",
			{ type: "object", required: ["naem"], properties: { name } },
			/required property "naem" is not defined/,
		],
		[
			"a schema from the net",
			schemaOf({ a: { $ref: "https://example.com/a" } }),
			/can't resolve reference/,
		],
		[
			"one that answers later",
			{ $async: true, type: "object" },
			/\$async is refused/,
		],
	])("%s is a fault", (_what, schema, sentence) => {
		const [fault = "", ...more] = faultsOf({ text, "schema.json": schema });
		expect(more).toEqual([]);
		expect(fault).toMatch(/^mail\/schema\.json: /);
		expect(fault.slice("mail/schema.json: ".length)).toEqual(
			matching(sentence),
		);
	});
});

describe("a template's sample:", () => {
	const schema = schemaOf({ name, when: name });

	test("that is no JSON is a fault", () => {
		expect(faultsOf({ text, "sample.json": "{" })).toEqual([
			matching(/^mail\/sample\.json: it is not JSON/),
		]);
	});

	test("that does not fit the schema is told field by field", () => {
		expect(
			faultsOf({
				text,
				"schema.json": schema,
				"sample.json": { name: 5, extra: 1 },
			}),
		).toEqual([
			"mail/sample.json: Cannot send the message as /data/when is not allowed: the field is missing; the template needs it.",
			"mail/sample.json: Cannot send the message as /data/extra is not allowed: the template's schema does not know the field; remove it or correct its name.",
			"mail/sample.json: Cannot send the message as /data/name is not allowed: got a number; by the template's schema it must be string.",
		]);
	});

	test("that can't be rendered is told with the place", () => {
		expect(
			faultsOf({
				text: "\n{{ when | date: '%Y' }}",
				"schema.json": schema,
				"sample.json": { name: "Ann", when: "soon" },
			}),
		).toEqual([
			"mail/text:2:1: {{ when | date: '%Y' }} can't be rendered with sample.json: only a time such as 2026-12-01T08:00:00Z, a date, or seconds since 1970 can be formatted",
		]);
	});
});

describe("every fault", () => {
	test("is told at once", () => {
		const faults = faultsOf({
			"subject.liquid": "{{ naem }}\n{{ 'now' | date }}",
			"html.html": "{% include 'x' %}{{ 1 | frob }}",
			"text.txt": "{{ nam }}",
			"schema.json": schemaOf({ name }),
			"sample.json": {},
			"notes.md": "",
		});
		expect(faults.map((fault) => fault.split(":")[0])).toEqual([
			"mail/notes.md",
			"mail/subject.liquid",
			"mail/subject.liquid",
			"mail/subject.liquid",
			"mail/html.html",
			"mail/html.html",
			"mail/text.txt",
			"mail/sample.json",
		]);
	});
});

describe("a set of templates", () => {
	const files = { subject: "S", text: "T", "schema.json": '{"type":"object"}' };
	const faults = (folders: ReadonlyMap<string, Record<string, string>>) => {
		const checked = checkTemplates(folders);
		return checked.kind === "faulty" ? checked.faults.map(faultText) : [];
	};

	test("is the same text whatever the order and the line ends of its files", () => {
		const lines = { ...files, text: "a\nb\n" };
		const one = checkTemplates(
			new Map([
				["a", lines],
				["b", files],
			]),
		);
		const other = checkTemplates(
			new Map([
				["b", files],
				["a", { ...lines, text: "a\r\nb\r\n" }],
			]),
		);
		expect(one).toEqual(other);
	});

	test.each(["__proto__", "a b", "ä", "x".repeat(65), "a.b"])(
		"has no template called %s",
		(bad) => {
			expect(faults(new Map([[bad, files]]))).toEqual([
				matching(/a template's name is 1 to 64 letters/),
			]);
		},
	);

	test("is not empty", () => {
		expect(faults(new Map())).toEqual([matching(/there is no template/)]);
	});

	test("is at most a mebibyte", () => {
		const half = { ...files, text: "x".repeat(MAX_SET_BYTES / 2) };
		expect(faults(new Map([["a", half]]))).toEqual([]);
		expect(
			faults(
				new Map([
					["a", half],
					["b", half],
				]),
			),
		).toEqual([
			matching(
				/the templates have \d+ bytes together; allowed are at most 1048576/,
			),
		]);
	});
});

function matching(sentence: string | RegExp) {
	return typeof sentence === "string"
		? sentence
		: expect.stringMatching(sentence);
}
