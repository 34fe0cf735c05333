import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { isObject } from "./json.ts";

/** What every local endpoint stands for. */
export const ACCOUNT = "000000000000";

/** Credentials for every client of the local endpoint. */
export const LOCAL_CREDENTIALS = {
	accessKeyId: "local",
	secretAccessKey: "local",
};

export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	type = "application/json",
): void {
	response.writeHead(status, {
		"content-type": type,
		"x-amzn-requestid": crypto.randomUUID(),
	});
	response.end(body === undefined ? "" : JSON.stringify(body));
}

/** An AWS error that a service wants to answer with. */
export class AwsError extends Error {
	readonly code: string;
	readonly status: number;

	constructor(code: string, message: string, status = 400) {
		super(message);
		this.code = code;
		this.status = status;
	}
}

export type JsonAction = (input: Record<string, unknown>) => unknown;

/** What a service does, by the names of its actions; an answer may be left out. */
export type Actions = Readonly<Record<string, JsonAction>>;

/** Serves AWS's JSON protocol: the action's name is in X-Amz-Target. */
export async function serveJson(
	request: IncomingMessage,
	response: ServerResponse,
	actions: Actions,
): Promise<void> {
	const type = request.headers["content-type"] ?? "application/x-amz-json-1.1";
	const target = String(request.headers["x-amz-target"] ?? "");
	const body = await text(request);
	try {
		const run = find(actions, target.split(".").at(-1) ?? "");
		const answer = await run(body === "" ? {} : JSON.parse(body));
		sendJson(response, 200, answer ?? {}, type);
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		const { code, message } = error;
		const answer = { __type: code, message, Message: message };
		sendJson(response, error.status, answer, type);
	}
}

/** Serves AWS's REST protocol with what `answer` does, but for the errors it throws. */
export async function serveRest(
	response: ServerResponse,
	answer: () => void | Promise<void>,
): Promise<void> {
	try {
		await answer();
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		response.setHeader("x-amzn-errortype", error.code);
		const { message, status } = error;
		sendJson(response, status, { Type: "User", Message: message, message });
	}
}

/** Serves AWS's query protocol: a form in, XML out; actions see and give what they would in JSON. */
export function serveQuery(
	form: URLSearchParams,
	response: ServerResponse,
	namespace: string,
	actions: Actions,
): void {
	const action = form.get("Action") ?? "";
	const send = (status: number, xml: string) => {
		response.writeHead(status, { "content-type": "text/xml" });
		response.end(xml);
	};
	try {
		const answer = {
			[`${action}Result`]: find(actions, action)(readForm(form)) ?? {},
			ResponseMetadata: { RequestId: crypto.randomUUID() },
		};
		send(200, xmlDocument(`${action}Response`, namespace, answer));
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		send(error.status, queryError(namespace, error));
	}
}

/** An error in the words of the query protocol. */
export function queryError(
	namespace: string,
	{ code: Code, message: Message }: AwsError,
): string {
	return xmlDocument("ErrorResponse", namespace, {
		Error: { Type: "Sender", Code, Message },
		RequestId: crypto.randomUUID(),
	});
}

function find(actions: Actions, name: string): JsonAction {
	const action = actions[name];
	if (action !== undefined) return action;
	throw new AwsError(
		"UnknownOperationException",
		`The local endpoint has no ${name}; it has ${Object.keys(actions).join(", ")}`,
	);
}

/** A form as JSON has it: `Names.member.1=a` is `{ Names: ["a"] }`, as it is with `entry` for `member`. */
export function readForm(form: URLSearchParams): Record<string, unknown> {
	const input: Fields = {};
	for (const [key, value] of form) {
		const path = key.split(".");
		const last = path.pop() ?? "";
		let fields = input;
		for (const step of path) {
			fields[step] ??= {};
			fields = fields[step] as Fields;
		}
		fields[last] ??= value;
	}
	return withLists(input) as Fields;
}

type Fields = Record<string, unknown>;

function withLists(value: unknown): unknown {
	if (!isObject(value)) return value;
	const { member, entry } = value;
	const list = member ?? entry;
	if (typeof list === "object") return Object.values(list ?? {}).map(withLists);
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, withLists(inner)]),
	);
}

export function xmlDocument(
	name: string,
	namespace: string,
	body: object,
): string {
	return `<${name} xmlns="${namespace}">${xmlOf(body)}</${name}>`;
}

/** JSON in the words of the query protocol, whose times are not in seconds but ISO 8601. */
function xmlOf(value: unknown): string {
	if (Array.isArray(value))
		return value.map((one) => `<member>${xmlOf(one)}</member>`).join("");
	if (!isObject(value))
		return String(value).replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
	return Object.entries(value)
		.filter(([, inner]) => inner !== undefined)
		.map(([key, inner]) => {
			const isTime = /Time(stamp)?$/.test(key) && typeof inner === "number";
			const told = isTime ? new Date(inner * 1000).toISOString() : inner;
			return `<${key}>${xmlOf(told)}</${key}>`;
		})
		.join("");
}
