import { maskAddresses } from "../../core/smtp/redact.ts";
import type { Deps } from "../send-email/deps.ts";

/** Structured log lines. Only the fields of `LogEntry` can be written: no address, body or secret has one. */
export function createLog(options: {
	readonly sender: string;
	readonly requestId: () => string;
	readonly now: () => number;
	readonly write: (line: string) => void;
}): Deps["log"] {
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
