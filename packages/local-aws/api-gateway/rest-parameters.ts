import { atJsonPath, type JsonPath, parseJsonPath } from "../json-path.ts";
import type { ApiRequest } from "./api-request.ts";

/** Where a header or a query parameter of an integration or a response gets its value. */
export type Source =
	| { readonly kind: "static"; readonly value: string }
	| {
			readonly kind: "header" | "querystring" | "path";
			readonly name: string;
	  }
	| { readonly kind: "body" | "context" | "stage"; readonly path: JsonPath };

const SOURCE =
	/^(?:'(?<text>[^']*)'|(?:method\.request|integration\.response)\.(?:(?<kind>header|querystring|path)\.(?<name>.+)|body(?:\.(?<body>.+))?)|context\.(?<context>.+)|stageVariables\.(?<stage>.+))$/;

/** Undefined for what a local run does not have. */
export function parseSource(text: string): Source | undefined {
	const groups = SOURCE.exec(text)?.groups;
	if (groups === undefined) return undefined;
	const { text: value, kind, name = "", body, context, stage } = groups;
	if (value !== undefined) return { kind: "static", value };
	if (kind !== undefined) return { kind: kind as "header", name };
	const path = parseJsonPath(body ?? context ?? stage ?? "$");
	if (path === undefined) return undefined;
	if (context !== undefined) return { kind: "context", path };
	return { kind: stage === undefined ? "body" : "stage", path };
}

/** The value, from a request, or from a response with `body` and `headers`. */
export function valueOfSource(
	source: Source,
	request: ApiRequest,
	{ headers, body }: Pick<ApiRequest, "headers" | "body"> = request,
): string | undefined {
	switch (source.kind) {
		case "static":
			return source.value;
		case "header":
			return headers[source.name.toLowerCase()];
		case "querystring":
			return request.query.get(source.name) ?? undefined;
		case "path":
			return request.pathParameters[source.name];
		case "context":
			return mappedText(atJsonPath(request.context, source.path));
		case "stage":
			return mappedText(atJsonPath(request.stageVariables, source.path));
		case "body":
			return source.path.length === 0
				? body
				: mappedText(atJsonPath(jsonOf(body), source.path));
	}
}

/** A mapped value as text: objects as JSON. */
export function mappedText(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
