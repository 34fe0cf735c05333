import { atJsonPath, type JsonPath, parseJsonPath } from "../json-path.ts";
import type { ApiRequest } from "./api-request.ts";
import { jsonOf, mappedText } from "./rest-parameters.ts";

/** A parameter's value, taken apart: texts and what is put between them. */
export type Mapping = readonly (string | Selection)[];

type Selection =
	| { readonly kind: "header" | "querystring"; readonly name: string }
	| { readonly kind: "path"; readonly name: string | undefined }
	| { readonly kind: "body" | "context" | "stage"; readonly path: JsonPath };

/** `text`, `$request.body.to`, `Hello ${request.header.name}`. Undefined for what a local run does not have. */
export function parseMapping(text: string): Mapping | undefined {
	if (text.startsWith("$") && !text.startsWith("${")) {
		const selection = parseSelection(text.slice(1));
		return selection === undefined ? undefined : [selection];
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
	/^(?:request\.(?:(?<kind>header|querystring)\.(?<name>[\w-]+)|path(?:\.(?<path>[\w-]+))?|body(?:\.(?<body>.+))?)|context\.(?<context>.+)|stageVariables\.(?<stage>.+))$/;

function parseSelection(text: string): Selection | undefined {
	const groups = SELECTION.exec(text)?.groups;
	if (groups === undefined) return undefined;
	const { kind, name = "", path: parameter, body, context, stage } = groups;
	if (kind !== undefined) return { kind: kind as "header", name };
	if (text.startsWith("request.path")) return { kind: "path", name: parameter };
	const path = parseJsonPath(body ?? context ?? stage ?? "$");
	if (path === undefined) return undefined;
	if (context !== undefined) return { kind: "context", path };
	return { kind: stage === undefined ? "body" : "stage", path };
}

/** The value for a request; undefined when the only thing it selects is not there. */
export function mapped(
	mapping: Mapping,
	request: ApiRequest,
): string | undefined {
	const values = mapping.map((part) =>
		typeof part === "string" ? part : select(part, request),
	);
	return values.length === 1
		? values[0]
		: values.map((value) => value ?? "").join("");
}

function select(selection: Selection, request: ApiRequest): string | undefined {
	const { headers, query, pathParameters, body, context } = request;
	switch (selection.kind) {
		case "header":
			return headers[selection.name.toLowerCase()];
		case "querystring":
			return query.get(selection.name) ?? undefined;
		case "path":
			return selection.name === undefined
				? String(context.path)
				: pathParameters[selection.name];
		case "context":
			return mappedText(atJsonPath(context, selection.path));
		case "stage":
			return mappedText(atJsonPath(request.stageVariables, selection.path));
		case "body":
			return selection.path.length === 0
				? body
				: mappedText(atJsonPath(jsonOf(body), selection.path));
	}
}
