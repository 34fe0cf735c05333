import { AwsError, type JsonAction } from "../http.ts";
import { Execution, type ExecutionStart, executionArn } from "./execution.ts";
import type { MachineSpec } from "./plan.ts";
import type { Run } from "./run-flow.ts";
import { TaskTokens } from "./task-tokens.ts";

/** Step Functions' API: state machines of the templates, their executions, callbacks of tasks. */
export class StepFunctions {
	readonly tokens = new TaskTokens();
	readonly #machines = new Map<
		string,
		{ readonly spec: MachineSpec; readonly runTask: Run["runTask"] }
	>();
	readonly #executions = new Map<string, Execution>();

	add(spec: MachineSpec, runTask: Run["runTask"]): void {
		this.#machines.set(spec.arn, { spec, runTask });
	}

	/** Ends every execution. */
	stop(): void {
		for (const execution of this.#executions.values()) execution.abort();
	}

	readonly actions: Readonly<Record<string, JsonAction>> = {
		StartExecution: ({
			stateMachineArn,
			name = crypto.randomUUID(),
			input = "{}",
		}) => {
			const { spec, runTask } = known(
				"State Machine",
				this.#machines,
				stateMachineArn,
			);
			const start = {
				machine: spec,
				name: String(name),
				input: String(input),
			};
			refuseNoJson(start.input);
			const execution = this.#started(start) ?? new Execution(start, runTask);
			this.#executions.set(execution.arn, execution);
			const { startDate } = execution.describe() as { startDate: number };
			return { executionArn: execution.arn, startDate };
		},
		StopExecution: ({ executionArn, error, cause }) => {
			known("Execution", this.#executions, executionArn).abort(
				text(error),
				text(cause),
			);
			return { stopDate: Date.now() / 1000 };
		},
		DescribeExecution: ({ executionArn }) =>
			known("Execution", this.#executions, executionArn).describe(),
		GetExecutionHistory: ({ executionArn, reverseOrder }) => {
			const { history } = known("Execution", this.#executions, executionArn);
			return { events: reverseOrder === true ? history.toReversed() : history };
		},
		ListExecutions: ({ stateMachineArn, statusFilter }) => {
			const { spec } = known("State Machine", this.#machines, stateMachineArn);
			const executions = [...this.#executions.values()].filter(
				({ start, status }) =>
					start.machine.arn === spec.arn &&
					(statusFilter === undefined || status === statusFilter),
			);
			return {
				executions: executions.reverse().map((one) => one.describe(true)),
			};
		},
		SendTaskSuccess: ({ taskToken, output }) =>
			this.tokens.succeed(text(taskToken), text(output)),
		SendTaskFailure: ({ taskToken, error, cause }) =>
			this.tokens.fail(text(taskToken), text(error), text(cause)),
		SendTaskHeartbeat: ({ taskToken }) =>
			this.tokens.heartbeat(text(taskToken)),
	};

	// The same start again is answered with the execution that runs.
	#started(start: ExecutionStart): Execution | undefined {
		const same = this.#executions.get(executionArn(start));
		if (same === undefined) return undefined;
		if (same.status === "RUNNING" && same.start.input === start.input)
			return same;
		throw new AwsError(
			"ExecutionAlreadyExists",
			`Execution Already Exists: '${same.arn}'`,
		);
	}
}

/** @throws AwsError when there is none of that ARN. */
function known<T>(what: string, all: ReadonlyMap<string, T>, arn: unknown): T {
	const one = all.get(text(arn));
	if (one !== undefined) return one;
	throw new AwsError(
		`${what.replace(" ", "")}DoesNotExist`,
		`${what} Does Not Exist: '${arn}'`,
	);
}

function text(value: unknown): string {
	return value === undefined ? "" : String(value);
}

function refuseNoJson(input: string): void {
	try {
		JSON.parse(input);
	} catch (error) {
		throw new AwsError(
			"InvalidExecutionInput",
			`Invalid State Machine Execution Input: '${error}'`,
		);
	}
}
