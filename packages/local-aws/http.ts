import type { IncomingMessage, ServerResponse } from "node:http";

/** What every local endpoint stands for. */
export const ACCOUNT = "000000000000";

/** Credentials for every client of the local endpoint. */
export const LOCAL_CREDENTIALS = {
	accessKeyId: "local",
	secretAccessKey: "local",
};

export async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString("utf8");
}

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

/** Serves AWS's JSON protocol: the action's name is in X-Amz-Target. */
export async function serveJson(
	request: IncomingMessage,
	response: ServerResponse,
	actions: Readonly<Record<string, JsonAction>>,
): Promise<void> {
	const type = String(
		request.headers["content-type"] ?? "application/x-amz-json-1.1",
	);
	const action =
		String(request.headers["x-amz-target"] ?? "")
			.split(".")
			.at(-1) ?? "";
	try {
		const text = await readBody(request);
		const run = actions[action];
		if (run === undefined)
			throw new AwsError(
				"UnknownOperationException",
				`The local endpoint has no ${action}; it has ${Object.keys(actions).join(", ")}`,
			);
		sendJson(
			response,
			200,
			(await run(text === "" ? {} : JSON.parse(text))) ?? {},
			type,
		);
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		sendJson(
			response,
			error.status,
			{ __type: error.code, message: error.message, Message: error.message },
			type,
		);
	}
}

export type QueryAction = (input: URLSearchParams) => string;

/** Serves AWS's query protocol: a form in, XML out. `text` is the body, already read. */
export function serveQuery(
	text: string,
	response: ServerResponse,
	namespace: string,
	actions: Readonly<Record<string, QueryAction>>,
): void {
	const input = new URLSearchParams(text);
	const action = input.get("Action") ?? "";
	const metadata = `<ResponseMetadata><RequestId>${crypto.randomUUID()}</RequestId></ResponseMetadata>`;
	try {
		const run = actions[action];
		if (run === undefined)
			throw new AwsError(
				"InvalidAction",
				`The local endpoint has no ${action}; it has ${Object.keys(actions).join(", ")}`,
			);
		const body = run(input);
		response.writeHead(200, { "content-type": "text/xml" });
		response.end(
			`<${action}Response xmlns="${namespace}"><${action}Result>${body}</${action}Result>${metadata}</${action}Response>`,
		);
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		response.writeHead(error.status, { "content-type": "text/xml" });
		response.end(
			`<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${xml(error.message)}</Message></Error><RequestId>${crypto.randomUUID()}</RequestId></ErrorResponse>`,
		);
	}
}

export function xml(text: string): string {
	return text.replace(
		/[&<>"]/g,
		(character) => `&#${character.charCodeAt(0)};`,
	);
}
