import { jsonOf } from "../json.ts";
import { atJsonPath, type JsonPath, parseJsonPath } from "../json-path.ts";
import type { ApiRequest } from "./api-request.ts";

/** A parameter's value, taken apart: texts and what is put between them. */
export type Mapping = readonly (string | Selection)[];

/** A part of a request, or of an integration's response. */
export type Selection =
	| {
			readonly kind: "header" | "querystring" | "path";
			/** Of a path: empty for the whole path. */
			readonly name: string;
	  }
	| {
			readonly kind: "body" | "context" | "stageVariables";
			readonly path: JsonPath;
	  };

/** A REST API's `'text'` or `method.request.header.name`. Undefined for what a local run does not have. */
export function parseRestMapping(text: string): Mapping | undefined {
	const [, constant] = /^'([^']*)'$/.exec(text) ?? [];
	if (constant !== undefined) return [constant];
	const selection = parseRestSelection(text);
	return selection && [selection];
}

export function parseRestSelection(text: string): Selection | undefined {
	return parseSelection(
		text.replace(/^(method\.request|integration\.response)\./, "request."),
	);
}

/** An HTTP API's `text`, `$request.body.to` or `Hello ${request.header.name}`. Undefined as above. */
export function parseHttpMapping(text: string): Mapping | undefined {
	if (text.startsWith("$") && !text.startsWith("${")) {
		const selection = parseSelection(text.slice(1));
		return selection && [selection];
	}
	const parts = text
		.split(/(\$\{[^}]*\})/)
		.filter((part) => part !== "")
		.map((part) =>
			part.startsWith("${") ? parseSelection(part.slice(2, -1)) : part,
		);
	return parts.includes(undefined)
		? undefined
		: parts.filter((part) => part !== undefined);
}

const SELECTION =
	/^(?:request\.(?:(?<kind>header|querystring|path)\.(?<name>.+)|path|(?<body>body)(?:\.(?<inBody>.+))?)|(?<other>context|stageVariables)\.(?<inOther>.+))$/;

function parseSelection(text: string): Selection | undefined {
	const groups = SELECTION.exec(text)?.groups;
	if (groups === undefined) return undefined;
	const { kind = "path", name = "", body, inBody, other, inOther } = groups;
	const isPart = body === undefined && other === undefined;
	if (isPart) return { kind: kind as "path", name };
	const path = parseJsonPath(inBody ?? inOther ?? "$");
	return path && { kind: (body ?? other) as "body", path };
}

/** The value for a request; undefined when the only thing it selects is not there. */
export function mapped(
	mapping: Mapping,
	request: ApiRequest,
	from?: Pick<ApiRequest, "headers" | "body">,
): string | undefined {
	const values = mapping.map((part) =>
		typeof part === "string" ? part : select(part, request, from),
	);
	return values.length === 1
		? values[0]
		: values.map((value) => value ?? "").join("");
}

/** The text that is selected of a request, or of a response with `body` and `headers`. */
export function select(
	selection: Selection,
	request: ApiRequest,
	{ headers, body }: Pick<ApiRequest, "headers" | "body"> = request,
): string | undefined {
	switch (selection.kind) {
		case "header":
			return headers[selection.name.toLowerCase()];
		case "querystring":
			return request.query.get(selection.name) ?? undefined;
		case "path":
			return selection.name === ""
				? String(request.context.path)
				: request.pathParameters[selection.name];
		case "context":
		case "stageVariables":
			return asText(atJsonPath(request[selection.kind], selection.path));
		case "body":
			return selection.path.length === 0
				? body
				: asText(atJsonPath(jsonOf(body), selection.path));
	}
}

/** Objects as JSON. */
function asText(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
