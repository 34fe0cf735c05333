import type { IncomingMessage, Server, ServerResponse } from "node:http";
import dynalite from "dynalite";

/** DynamoDB: dynalite in memory, without a port of its own. */
export function startDynamoDb(): {
	handle(request: IncomingMessage, response: ServerResponse): void;
} {
	const server: Server = dynalite({
		createTableMs: 0,
		deleteTableMs: 0,
		updateTableMs: 0,
	});
	return {
		handle: (request, response) => {
			server.emit("request", request, response);
		},
	};
}
