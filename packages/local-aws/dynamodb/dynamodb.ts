import type { IncomingMessage, Server, ServerResponse } from "node:http";
import dynalite from "dynalite";
import { type Actions, serveJson } from "../http.ts";

/** DynamoDB: dynalite in memory, without a port of its own, and time to live, which it leaves out. */
export function startDynamoDb(): {
	handle(request: IncomingMessage, response: ServerResponse): void;
} {
	const server: Server = dynalite({
		createTableMs: 0,
		deleteTableMs: 0,
		updateTableMs: 0,
	});
	const timeToLive = createTimeToLive();
	return {
		handle: (request, response) => {
			const target = String(request.headers["x-amz-target"] ?? "");
			if (target.endsWith("TimeToLive"))
				return void serveJson(request, response, timeToLive);
			server.emit("request", request, response);
		},
	};
}

/** The attribute by which a table's items expire. Only what is set is told: nothing expires locally. */
function createTimeToLive(): Actions {
	const attributes = new Map<unknown, string>();
	return {
		UpdateTimeToLive: ({ TableName, TimeToLiveSpecification }) => {
			const { AttributeName, Enabled } = TimeToLiveSpecification as {
				readonly AttributeName: string;
				readonly Enabled: boolean;
			};
			if (Enabled) attributes.set(TableName, AttributeName);
			else attributes.delete(TableName);
			return { TimeToLiveSpecification };
		},
		DescribeTimeToLive: ({ TableName }) => {
			const AttributeName = attributes.get(TableName);
			const TimeToLiveStatus =
				AttributeName === undefined ? "DISABLED" : "ENABLED";
			return { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } };
		},
	};
}
