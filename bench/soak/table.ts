import type { IncomingMessage, ServerResponse } from "node:http";
import { type LocalAws, sendJson } from "local-aws";
import { indexIn } from "./messages.ts";

/** What can become of a request to the table. */
export type TableFault =
	| "throttled"
	| "error"
	| "request lost"
	| "answer lost"
	| "hangs";

interface Watched {
	/** What is to become of the next request; undefined: all is well. */
	fault(): TableFault | undefined;
	/** For how long one hangs. Ms; the function gives up after two seconds. */
	hangMs(): number;
	/** A message's row was written; whether its writer has heard of it. */
	onWrite(index: number, state: string, isAnswered: boolean): void;
}

/** Puts itself in front of the table: sees every row that is written, and lets requests fail. */
export function watchTable({ services }: LocalAws, watched: Watched): void {
	const { tables } = services;
	const handle = tables.handle;
	const serve = (
		request: IncomingMessage,
		response: ServerResponse,
		isAnswered = true,
	) => {
		if (String(request.headers["x-amz-target"]).endsWith(".PutItem"))
			tellWritten(request, response, isAnswered, watched);
		handle(request, response);
	};
	tables.handle = (request, response) => {
		switch (watched.fault()) {
			case undefined:
				return serve(request, response);
			case "throttled":
				return sendJson(response, 400, {
					__type:
						"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
					message: "throttled on demand",
				});
			case "error":
				return sendJson(response, 500, {
					__type: "com.amazonaws.dynamodb.v20120810#InternalServerError",
					message: "failure on demand",
				});
			case "request lost":
				return void request.socket.destroy();
			case "answer lost":
				response.end = (() => request.socket.destroy()) as never;
				return serve(request, response, false);
			case "hangs":
				setTimeout(() => {
					if (!request.destroyed) serve(request, response, false);
				}, watched.hangMs());
		}
	};
}

function tellWritten(
	request: IncomingMessage,
	response: ServerResponse,
	isAnswered: boolean,
	{ onWrite }: Watched,
): void {
	const chunks: Buffer[] = [];
	request.on("data", (chunk: Buffer) => chunks.push(chunk));
	const end = response.end.bind(response) as (...args: unknown[]) => unknown;
	response.end = ((...args: unknown[]) => {
		const body = Buffer.concat(chunks).toString();
		const [, key] = /"pk":\{"S":"(of#[^"]*)"/.exec(body) ?? [];
		const [, state] = /"state":\{"S":"([A-Z_]+)"/.exec(body) ?? [];
		const index = key === undefined ? undefined : indexIn(key);
		if (response.statusCode === 200 && index !== undefined && state)
			onWrite(index, state, isAnswered);
		return end(...args);
	}) as never;
}
