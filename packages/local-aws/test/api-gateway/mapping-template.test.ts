import { describe, expect, test } from "vitest";
import type { ApiRequest } from "../../api-gateway/api-request.ts";
import { parseTemplate } from "../../api-gateway/mapping-template.ts";
import { render } from "../../api-gateway/render-template.ts";

const request: ApiRequest = {
	method: "POST",
	headers: { "x-team": "blue", where: "header" },
	query: new URLSearchParams("where=query&q=1"),
	pathParameters: { where: "path" },
	body: '{"a":{"b":[1,"two"]},"text":"it\'s \\"5 €\\" & a/b"}',
	context: { requestId: "r-1", identity: { sourceIp: "127.0.0.1" } },
	stageVariables: { colour: "red" },
};
const rendered = (template: string, body?: string) =>
	render(parseTemplate("the method", template), {
		...request,
		...(body === undefined ? {} : { body }),
	});

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
describe("a mapping template", () => {
	test.each([
		["Cost: $5, #1, 50%", "Cost: $5, #1, 50%"],
		["$input.body", request.body],
		["$input.json('$.a')", '{"b":[1,"two"]}'],
		["$input.json('$.a.b[1]')", '"two"'],
		['$input.json("$.none")', '""'],
		["$input.path('$.a.b[1]')!", "two!"],
		["$input.path('$.a').b", '[1,"two"]'],
		["$input.path('$.none')", ""],
		["$input.params('where')", "path"],
		["$input.params('q')", "1"],
		["$input.params('X-Team')", "blue"],
		["$input.params('none')", ""],
		["$context.requestId", "r-1"],
		[`\${context.identity.sourceIp}.`, "127.0.0.1."],
		["$stageVariables.colour", "red"],
		["$util.urlEncode('a b&c=é*~')", "a+b%26c%3D%C3%A9*%7E"],
		["$util.urlDecode('a+b%26')", "a b&"],
		["$util.base64Encode('é')", "w6k="],
		["$util.base64Decode('w6k=')", "é"],
		[
			"$util.escapeJavaScript($input.path('$.text'))",
			'it\\\'s \\"5 \\u20AC\\" & a\\/b',
		],
		[
			`$util.escapeJavaScript($input.path('$.text')).replaceAll("\\\\'", "'")`,
			'it\'s \\"5 \\u20AC\\" & a\\/b',
		],
		["#set($a = 'x')$a$a", "xx"],
		['#set($a = "in $context.requestId")\n$!{a}z', "in r-1z"],
		["#set( $body = $input.path('$') )\n$body.a.b", '[1,"two"]'],
		["a## all of this\nb#* and this *#c", "abc"],
		[
			"Action=SendMessage##\n&MessageBody=$util.urlEncode($input.json('$.a'))",
			"Action=SendMessage&MessageBody=%7B%22b%22%3A%5B1%2C%22two%22%5D%7D",
		],
		["#if($input.path('$.text'))yes#end!", "yes!"],
		["#if($input.path('$.none'))yes#{else}no#end", "no"],
		["#set($b = $input.path('$'))#if($b.containsKey('a'))a#end", "a"],
		["#set($b = $input.path('$'))#if($b.containsKey('b'))b#end", ""],
		["#set($b = $input.path('$.text'))#if($b.containsKey('b'))b#end", ""],
		["#set($b = $input.path('$.a'))$b.get('b')$b.b.size()", '[1,"two"]2'],
		["#if($input.params('none').isEmpty())empty#end", "empty"],
		[
			"#if('' && !$input.path('$.none'))even an empty text#end",
			"even an empty text",
		],
		[
			"#if($context.stage == 'prod')1#elseif($stageVariables.colour == \"red\")2#{else}3#end",
			"2",
		],
		["#if(1 != '1' || (1 == 2 && true))1#{else}2#end", "2"],
		["#if(false)a#if(true)b#end#{else}c#if(true)d#end#end", "cd"],
		["#if( true )  \n  a\n#else\n  b\n#end \nc", "  a\nc"],
		["#if(false)#set($x = 1)#end[$x]", "[]"],
		[
			"$input.path('$.a').b[1] $input.path('$')['text']",
			'two it\'s "5 €" & a/b',
		],
		["#set($a = 1)\r\n$input.body## this\r\n!", `${request.body}!`],
		["#[[$none]]#", "$none"],
		["#if(true || (true && false))a#end", "a"],
		["#if(false && true || true)a#end", "a"],
		["#set($a = 1 == 2)#if($a)a#{else}b#end", "b"],
	])("makes of %s", (template, text) => {
		expect(rendered(template)).toBe(text);
	});

	test.each([
		"$b.constructor",
		"$b.__proto__",
		"$b.get('constructor')",
		"$b['__proto__']",
		'$b["constructor"].name',
		"$b.toString",
		"$b.text.length",
		"$b.text.trim",
		"$b.a.b.map",
		"$b.a.b.push",
		"$context.constructor.constructor",
		"$stageVariables.__proto__",
		"$input.params('constructor')",
		"$input.path('$.constructor')",
		"$input.path('$.text.length')",
	])("finds nothing of JavaScript by %s", (reference) => {
		const set = "#set($b = $input.path('$'))";
		expect(rendered(`${set}[${reference}]`)).toBe("[]");
	});

	test("leaves a body as it is that names what JavaScript has", () => {
		const body = '{"__proto__":{"a":1},"constructor":"b","eval":"$none #end"}';
		const template =
			"#set($b = $input.path('$'))$b $b.constructor $b.eval $b.get('a')";
		expect(rendered(template, body)).toBe(`${body} b $none #end `);
	});

	test("takes an empty body for an empty object", () => {
		expect(rendered("$input.json('$')", "")).toBe("{}");
	});

	test("answers 400 when it reads a field of what is no JSON", () => {
		expect(() => rendered("$input.json('$')", "{")).toThrow(
			/^Could not parse request body into json: /,
		);
	});

	test.each([
		["#if($a)b#end", "$a"],
		["#if(true)b", "#if without #end"],
		["b#end", "#end without #if"],
		["#if(true)a#{else}b#{else}c#end", "#if without #end"],
		["#if(1 > 0)a#end", "the operator >"],
		["$input.path('$').keySet()", "$input.path('$').keySet()"],
		["#foreach($a in $b)#end", "#foreach"],
		["$input.json('$..a')", "$input.json('$..a')"],
		["$input.params().header", "$input.params().header"],
		["$util.parseJson($input.body)", "$util.parseJson($input.body)"],
		["$none", "$none"],
		["$context.requestId.substring(1)", "$context.requestId.substring(1)"],
		["#set($a = [1])", "array as a value"],
		["#set($a = {})", "map as a value"],
		["#set($a = null)", "null as a value"],
		["#set($a = 1 + 2)", "the operator +"],
		["#set($a.b = 1)", "$a.b in #set(…)"],
		["#set($a = $none)", "$none"],
		['#set($a = "in $none")', "$none"],
		["$context[$none]", "$none"],
		["$input.params($none)", "$none"],
		['$input.json("$.$context.stage")', '$input.json("$.$context.stage")'],
		["$context()", "$context()"],
		["$util.constructor('a')", "$util.constructor('a')"],
		["$input.constructor", "$input.constructor"],
		["$context.toString('a')", "$context.toString('a')"],
		["$context.eval('a')", "$context.eval('a')"],
		["#own('a')", "#own"],
		["#define($a)b#end", "#define"],
		["#macro(own)b#end", "#macro"],
		["a#else b", "#else without #if"],
		["#if(true)a", "#if without #end"],
		["#if(true)a#if(true)b#end", "#if without #end"],
	])("with %s is refused", (template, what) => {
		expect(() => rendered(template)).toThrow(
			`Cannot run the method as its mapping template has ${what}: allowed here are `,
		);
	});

	// The library would take them for something else than Velocity does.
	test.each([
		["#{if}(true)a#end", "#{if}"],
		["#{set}($a = 1)", "#{set}"],
		["a#stop", "#stop"],
		["$input.body#* this *#", "#*"],
		["#if(true || true && false)a#end", "|| beside && without brackets"],
		["#set($a = 'it\\'s')", "an escaped quote"],
		['#set($a = "\\"")', "an escaped quote"],
		["$context.requestId-1", "$context.requestId-1"],
		["$input.body{", 'what velocityjs cannot read, "$input.body{"'],
		["$context[]", "content as a value"],
		["#set($a-b = 1)$a-b", "$a-b"],
		[
			"#set($a = 'it''s')",
			"what velocityjs cannot read, \"#set($a = 'it''s')\"",
		],
	])("with %s is refused", (template, what) => {
		expect(() => rendered(template)).toThrow(
			`Cannot run the method as its mapping template has ${what}: allowed here are `,
		);
	});
});
