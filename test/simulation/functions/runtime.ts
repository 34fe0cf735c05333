import { createLog } from "../../../functions/shared/log.ts";
import { createMailboxState } from "../../../functions/shared/runtime.ts";
import type { Process } from "../engine/process.ts";
import type { Parts } from "./parts.ts";

/** What both functions are made of, in one process. @param timeoutMs of one attempt of a call. */
export function startRuntime(
	process: Process,
	config: { readonly mailbox: string; readonly secretArn: string },
	{ account, log }: Pick<Parts, "account" | "log">,
	timeoutMs: number,
) {
	const clients = account.clientsFor(process, timeoutMs);
	const { now } = process;
	const report = () => {};
	const table = { client: clients.dynamo, tableName: "table", report };
	let ids = 0;
	return {
		clients,
		table,
		report,
		deps: {
			...createMailboxState(config, { table, secrets: clients.secrets, now }),
			clock: { now },
			newId: () => {
				ids += 1;
				return `${process.name}/${ids}`;
			},
			metrics: { add: () => {}, set: () => {} },
			log: createLog({
				sender: "sim",
				requestId: () => "",
				now,
				write: (line) => log(process.name, line),
			}),
		},
	};
}
