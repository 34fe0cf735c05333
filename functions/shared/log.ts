import { maskAddresses } from "../../core/message/address.ts";
import type { Log } from "./deps.ts";

/** Structured log lines. Only the fields of `LogEntry` can be written: no address, body or secret has one. */
export function createLog(options: {
	readonly sender: string;
	readonly requestId: () => string;
	readonly now: () => number;
	readonly write: (line: string) => void;
}): Log {
	const { sender, requestId, now, write } = options;
	return (level, entry) =>
		write(
			// A producer may have made an id or a tag of an address.
			maskAddresses(
				JSON.stringify({
					time: new Date(now()).toISOString(),
					level,
					sender,
					requestId: requestId(),
					...entry,
				}),
			),
		);
}

/** Name and message of an error, for a log line. */
export function errorText(error: unknown): string {
	return error instanceof Error
		? `${error.name}: ${error.message}`.slice(0, 500)
		: String(error).slice(0, 500);
}
