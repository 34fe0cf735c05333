import type { IncomingMessage, Server, ServerResponse } from "node:http";
import dynalite from "dynalite";
import { serveJson } from "../http.ts";
import { TimeToLive } from "./time-to-live.ts";

/** DynamoDB: dynalite in memory, without a port of its own, and time to live, which it leaves out. */
export function startDynamoDb(): {
	handle(request: IncomingMessage, response: ServerResponse): void;
} {
	const server: Server = dynalite({
		createTableMs: 0,
		deleteTableMs: 0,
		updateTableMs: 0,
	});
	const { actions } = new TimeToLive();
	return {
		handle: (request, response) => {
			const target = String(request.headers["x-amz-target"] ?? "");
			if (target.endsWith("TimeToLive"))
				return void serveJson(request, response, actions);
			server.emit("request", request, response);
		},
	};
}
