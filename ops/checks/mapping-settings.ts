import { BUDGET, ENV, MAX_CONNECTIONS } from "../../core/contract.ts";
import { readFunction, readMapping } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { counted } from "../terminal/counted.ts";
import { type Check, ok, troubles } from "./check.ts";

export const mappingSettings: Check = {
	id: "mapping-settings",
	title: "the event source mapping polls as the function requires",
	async run({ target, mend }) {
		const { sender } = target;
		const [polls, fn] = await Promise.all([
			readMapping(target),
			readFunction(target, sender.functionName),
		]);
		const settings = {
			reports: (polls.FunctionResponseTypes ?? []).includes(
				"ReportBatchItemFailures",
			),
			concurrency: polls.ScalingConfig?.MaximumConcurrency,
			batchSize: polls.BatchSize ?? 10,
			connections: Number(fn.Environment?.Variables?.[ENV.connections] ?? 1),
			timeout: fn.Timeout ?? 3,
		};
		const faults = mappingFaults(settings);
		if (faults.length === 0) {
			return ok(
				`${settings.concurrency} at a time, ${counted(settings.batchSize, "message", "messages")} each, failures one by one`,
			);
		}
		return troubles(
			faults,
			mend.aws(
				`lambda update-event-source-mapping --uuid ${argument(sender.eventSourceMappingId)} ${faults.map(({ option }) => option).join(" ")}`,
			),
		);
	},
};

interface Polling {
	readonly reports: boolean;
	readonly concurrency: number | undefined;
	readonly batchSize: number;
	/** SMTP connections of one function. */
	readonly connections: number;
	/** Of the function, in seconds. */
	readonly timeout: number;
}

/** The wrong settings of the mapping, each with the option that corrects it. */
export function mappingFaults(polling: Polling) {
	const { reports, concurrency, batchSize, connections, timeout } = polling;
	const most = Math.max(2, Math.floor(MAX_CONNECTIONS / connections));
	const rounds = Math.floor(
		(timeout - BUDGET.state - BUDGET.login - BUDGET.settle) / BUDGET.send,
	);
	const fitting = Math.max(1, rounds) * connections;
	return [
		{
			is: !reports,
			what: "ReportBatchItemFailures is off",
			why: "messages that have to wait would be deleted from the queue",
			option: "--function-response-types ReportBatchItemFailures",
		},
		{
			is: concurrency === undefined || concurrency > most,
			what: `the maximum concurrency is ${concurrency ?? "not set"}, with ${counted(connections, "connection", "connections")} each; it must be 2 to ${most}`,
			why: `a mailbox allows ${MAX_CONNECTIONS} connections, and Gmail refuses more logins`,
			option: "--scaling-config MaximumConcurrency=2",
		},
		{
			is: batchSize > fitting,
			what: `the batch size is ${batchSize}; the function can send ${fitting} in its ${timeout} s`,
			why: "when Gmail is slow, the rest of a batch is late",
			option: `--batch-size ${Math.min(10, fitting)}`,
		},
	].filter(({ is }) => is);
}
