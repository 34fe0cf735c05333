import {
	DescribeExecutionCommand,
	type DescribeExecutionOutput,
	SFNClient,
	StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { QueueReader } from "./queue-reader.ts";
import { queue, startTinyStack, type TinyStack, until } from "./tiny-stack.ts";

/** In a definition: the URL of the queue that every stack of state machines has. */
export const MAIL_QUEUE = "<the mail queue's URL>";

/** State machines of a tiny stack, and a queue to send to. */
export class StateMachines {
	readonly stack: TinyStack;
	readonly sfn: SFNClient;
	readonly mail: QueueReader;

	private constructor(stack: TinyStack) {
		this.stack = stack;
		this.sfn = new SFNClient(stack.client);
		this.mail = new QueueReader(stack, "mail");
	}

	/** Starts machines by name, with what else the template has. */
	static async start(
		definitions: Readonly<Record<string, object>>,
		...[resources, sources]: Partial<Parameters<typeof startTinyStack>>
	): Promise<StateMachines> {
		const machines = Object.entries(definitions).map(
			([name, definition]) => [name, machine(name, definition)] as const,
		);
		return new StateMachines(
			await startTinyStack(
				{
					...Object.fromEntries(machines),
					Mail: queue("mail"),
					...resources,
				},
				sources,
			),
		);
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

	async stop(): Promise<void> {
		this.sfn.destroy();
		this.mail.stop();
		await this.stack.stop();
	}
}

/** A state machine as CDK writes it: the text of its definition is joined with what only AWS knows. */
function machine(name: string, definition: object) {
	const parts = JSON.stringify(definition)
		.split(MAIL_QUEUE)
		.flatMap((part) => [part, { Ref: "Mail" }])
		.slice(0, -1);
	return {
		Type: "AWS::StepFunctions::StateMachine",
		Properties: {
			StateMachineName: name,
			RoleArn: "arn:aws:iam::000000000000:role/caller",
			DefinitionString: { "Fn::Join": ["", parts] },
		},
	};
}
