import { sleepUntil } from "../clock.ts";
import type { MachineSpec } from "./plan.ts";
import { type Run, runFlow } from "./run-flow.ts";
import { type Json, StateFailure } from "./states-language.ts";

export interface ExecutionStart {
	readonly machine: MachineSpec;
	readonly name: string;
	/** JSON text. */
	readonly input: string;
}

export function executionArn({ machine, name }: ExecutionStart): string {
	return `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
}

/** One execution of a state machine. It runs as soon as it is made. */
export class Execution {
	readonly start: ExecutionStart;
	readonly arn: string;
	readonly history: object[] = [];
	readonly #startedAt = Date.now();
	readonly #stop = new AbortController();
	#endedAt: number | undefined;
	#status: string = "RUNNING";
	#result: Readonly<Record<string, string>> = {};

	constructor(start: ExecutionStart, runTask: Run["runTask"]) {
		this.start = start;
		this.arn = executionArn(start);
		void this.#run(runTask);
	}

	get status(): string {
		return this.#status;
	}

	abort(error = "", cause = ""): void {
		this.#finish("Aborted", { error, cause });
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
		const run: Run = {
			context,
			signal,
			stop: () => this.#stop.abort(),
			runTask,
			note: (...event) => this.#note(...event),
		};
		run.note("ExecutionStarted", { input: text, roleArn });
		if (flow.TimeoutSeconds !== undefined)
			sleepUntil(this.#startedAt + flow.TimeoutSeconds * 1000, signal).then(
				() => this.#finish("TimedOut", { error: "States.Timeout" }),
				() => {},
			);
		try {
			const output = await runFlow(flow, input, run);
			this.#finish("Succeeded", { output: JSON.stringify(output) });
		} catch (failure) {
			const { name: error, message: cause } =
				failure instanceof StateFailure
					? failure
					: new StateFailure("States.Runtime", String(failure));
			this.#finish("Failed", { error, cause });
		}
	}

	#finish(
		ending: keyof typeof STATUS,
		result: Readonly<Record<string, string>>,
	): void {
		if (this.#status !== "RUNNING") return;
		this.#note(`Execution${ending}`, result);
		this.#status = STATUS[ending];
		this.#endedAt = Date.now();
		this.#result = Object.fromEntries(
			Object.entries(result).filter(([, value]) => value !== ""),
		);
		this.#stop.abort();
	}

	#note(event: string, details: object, stateType = ""): void {
		if (this.#status !== "RUNNING") return;
		const id = this.history.length + 1;
		const field = `${event[0]?.toLowerCase()}${event.slice(1)}EventDetails`;
		this.history.push({
			id,
			previousEventId: id - 1,
			timestamp: Date.now() / 1000,
			type: `${stateType}${event}`,
			[field]: details,
		});
	}
}

/** How an execution that has ended is said to have, by its last event. */
const STATUS = {
	Succeeded: "SUCCEEDED",
	Failed: "FAILED",
	TimedOut: "TIMED_OUT",
	Aborted: "ABORTED",
} as const;
