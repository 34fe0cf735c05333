import { Executions } from "./executions.ts";
import { QueueReader } from "./queue-reader.ts";
import { queue, startTinyStack, type TinyStack } from "./tiny-stack.ts";

/** In a definition: the URL of the queue that every stack of state machines has. */
export const MAIL_QUEUE = "<the mail queue's URL>";

/** State machines of a tiny stack, and a queue to send to. */
export class StateMachines extends Executions {
	readonly stack: TinyStack;
	readonly mail: QueueReader;

	private constructor(stack: TinyStack) {
		super(stack.client);
		this.stack = stack;
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
