import { sleepUntil } from "../clock.ts";
import type { Run } from "./run.ts";
import { runFlow } from "./run-flow.ts";
import { type Flow, type Json, StateFailure } from "./states-language.ts";

/** A state machine of a template. */
export interface MachineSpec {
	readonly name: string;
	readonly arn: string;
	readonly roleArn: string;
	readonly flow: Flow;
}

export interface ExecutionStart {
	readonly machine: MachineSpec;
	readonly name: string;
	/** JSON text. */
	readonly input: string;
}

export function executionArn({ machine, name }: ExecutionStart): string {
	return `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
}

type Status = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** One execution of a state machine. It runs as soon as it is made. */
export class Execution {
	readonly start: ExecutionStart;
	readonly arn: string;
	readonly history: object[] = [];
	readonly #startedAt = Date.now();
	readonly #stop = new AbortController();
	#endedAt: number | undefined;
	#status: Status = "RUNNING";
	#result: Readonly<Record<string, string>> = {};

	constructor(start: ExecutionStart, runTask: Run["runTask"]) {
		this.start = start;
		this.arn = executionArn(start);
		void this.#run(runTask);
	}

	get status(): Status {
		return this.#status;
	}

	abort(error = "", cause = ""): void {
		this.#finish("ABORTED", { error, cause });
	}

	/** As DescribeExecution has it; `short`: as ListExecutions. */
	describe(short = false): object {
		const { machine, name, input } = this.start;
		return {
			executionArn: this.arn,
			stateMachineArn: machine.arn,
			name,
			status: this.#status,
			startDate: this.#startedAt / 1000,
			...(this.#endedAt === undefined
				? {}
				: { stopDate: this.#endedAt / 1000 }),
			...(short ? {} : { input, ...this.#result }),
		};
	}

	async #run(runTask: Run["runTask"]): Promise<void> {
		const { machine, name, input: text } = this.start;
		const { flow, roleArn } = machine;
		const { signal } = this.#stop;
		const input: Json = JSON.parse(text);
		const context = {
			Execution: {
				Id: this.arn,
				Name: name,
				Input: input,
				RoleArn: roleArn,
				StartTime: new Date(this.#startedAt).toISOString(),
				RedriveCount: 0,
			},
			StateMachine: { Id: machine.arn, Name: machine.name },
		};
		const note: Run["note"] = (type, details) => this.#note(type, details);
		note("ExecutionStarted", {
			executionStartedEventDetails: { input: text, roleArn },
		});
		if (flow.TimeoutSeconds !== undefined)
			sleepUntil(this.#startedAt + flow.TimeoutSeconds * 1000, signal).then(
				() => this.#finish("TIMED_OUT", { error: "States.Timeout" }),
				() => {},
			);
		try {
			const output = await runFlow(flow, input, {
				context,
				signal,
				runTask,
				runFlow,
				note,
			});
			this.#finish("SUCCEEDED", { output: JSON.stringify(output) });
		} catch (error) {
			const { name: failure, causeText } =
				error instanceof StateFailure
					? error
					: new StateFailure("States.Runtime", String(error));
			this.#finish("FAILED", { error: failure, cause: causeText });
		}
	}

	#finish(status: Status, result: Readonly<Record<string, string>>): void {
		if (this.#status !== "RUNNING") return;
		const type = `execution${ENDING[status]}`;
		this.#note(`E${type.slice(1)}`, { [`${type}EventDetails`]: result });
		this.#status = status;
		this.#endedAt = Date.now();
		this.#result = Object.fromEntries(
			Object.entries(result).filter(([, value]) => value !== ""),
		);
		this.#stop.abort();
	}

	#note(type: string, details: object): void {
		if (this.#status !== "RUNNING") return;
		const id = this.history.length + 1;
		const timestamp = Date.now() / 1000;
		this.history.push({
			id,
			previousEventId: id - 1,
			timestamp,
			type,
			...details,
		});
	}
}

const ENDING: Readonly<Record<Status, string>> = {
	RUNNING: "",
	SUCCEEDED: "Succeeded",
	FAILED: "Failed",
	TIMED_OUT: "TimedOut",
	ABORTED: "Aborted",
};
