import { maskAddresses } from "../../core/message/address.ts";
import { cut, MAXIMUM } from "../../core/outside.ts";
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
			JSON.stringify({
				time: new Date(now()).toISOString(),
				level,
				sender,
				requestId: requestId(),
				...(harmless(entry) as object),
			}),
		);
}

/** A producer may have made an id or a tag of an address, and of any length. */
function harmless(value: unknown): unknown {
	if (typeof value === "string")
		return maskAddresses(cut(value, MAXIMUM.logged));
	if (Array.isArray(value)) return value.map(harmless);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [
			harmless(name),
			harmless(each),
		]),
	);
}

/** Name and message of an error, for a log line. */
export function errorText(error: unknown): string {
	return error instanceof Error
		? cut(`${error.name}: ${error.message}`, 500)
		: cut(String(error), 500);
}
