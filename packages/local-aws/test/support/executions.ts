import {
	DescribeExecutionCommand,
	type DescribeExecutionOutput,
	SFNClient,
	type SFNClientConfig,
	StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { until } from "./tiny-stack.ts";

/** Begins executions of state machines, by the machine's name, and sees how they end. */
export class Executions {
	readonly sfn: SFNClient;

	constructor(client: SFNClientConfig) {
		this.sfn = new SFNClient(client);
	}

	async begin(name: string, input: unknown = {}): Promise<string> {
		const { executionArn = "" } = await this.sfn.send(
			new StartExecutionCommand({
				stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
				input: JSON.stringify(input),
			}),
		);
		return executionArn;
	}

	describe(executionArn: string): Promise<DescribeExecutionOutput> {
		return this.sfn.send(new DescribeExecutionCommand({ executionArn }));
	}

	/** How an execution ends, its output as JSON. */
	async end(executionArn: string): Promise<object> {
		await until(
			async () => (await this.describe(executionArn)).status !== "RUNNING",
		);
		const { output, ...rest } = await this.describe(executionArn);
		return { ...rest, output: output && JSON.parse(output) };
	}

	/** How an execution with that input ends. */
	async run(name: string, input: unknown = {}): Promise<object> {
		return this.end(await this.begin(name, input));
	}
}
