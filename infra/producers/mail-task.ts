import { Aspects } from "aws-cdk-lib";
import {
	IntegrationPattern,
	JsonPath,
	QueryLanguage,
	type StateGraph,
	type StateMachine,
	TaskInput,
	type TaskStateBaseProps,
} from "aws-cdk-lib/aws-stepfunctions";
import { SqsSendMessage } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { checkMailMessage, type MailMessage } from "./mail-message.ts";
import { graphsAround, isOfMap, machineBeingMade } from "./task-graph.ts";
import { letSenderAnswer } from "./task-outcome.ts";

/** Options of `MailTask`, in addition to those of every task. */
export interface MailTaskProps
	extends Omit<
		TaskStateBaseProps,
		"integrationPattern" | "timeout" | "heartbeat" | "heartbeatTimeout"
	> {
	readonly sender: IGmailSender;

	/**
	 * The message. Its fields may be `JsonPath` values, or `{% … %}` in JSONata. The default id is the names of
	 * state machine, execution and state: a retried state sends one mail. In a Map, or a loop that sends each time,
	 * it needs an id.
	 */
	readonly message: MailMessage;

	/**
	 * Whether the task waits for the outcome. It succeeds with the output `{ "id", "outcome": "sent" }`, or fails
	 * with an error of `TASK_ERROR`, such as `SqsGmailSender.BadRecipient`. Mail may wait for days while the account
	 * is refused: give the task no timeout below 24 hours. Not in Express state machines.
	 * @default false, the task ends when the mail is in the queue
	 */
	readonly waitForOutcome?: boolean;
}

/**
 * Mail from a state machine.
 *
 * ```ts
 * const message = { to: JsonPath.stringAt("$.email"), subject: "Shipped", text: JsonPath.format("Order {}", JsonPath.stringAt("$.order")) };
 * const tell = new MailTask(this, "Tell", { sender: mail, message, waitForOutcome: true, resultPath: "$.mail" });
 * tell.addCatch(callThem, { errors: [TASK_ERROR["bad-recipient"]], resultPath: "$.error" });
 * ```
 *
 * For a sender of another account, the queue policy must allow the state machine's role. A task can wait for the
 * outcome only in the sender's account and region.
 */
export class MailTask extends SqsSendMessage {
	readonly #message: MailMessage;
	readonly #waits: boolean;
	#graph: StateGraph | undefined;
	#machine: StateMachine | undefined;

	constructor(scope: Construct, id: string, props: MailTaskProps) {
		const { sender, message, waitForOutcome = false, ...options } = props;
		super(scope, id, {
			...options,
			queue: sender.queue,
			messageBody: TaskInput.fromObject(inJsonPath(message, waitForOutcome)),
			integrationPattern: waitForOutcome
				? IntegrationPattern.WAIT_FOR_TASK_TOKEN
				: undefined,
		});
		this.#message = checkMailMessage(message);
		this.#waits = waitForOutcome;
		if (!waitForOutcome) return;
		// The machine is complete, and has an ARN, only after its definition was written.
		Aspects.of(this).add({
			visit: (node) => {
				if (node !== this || this.#graph === undefined) return;
				letSenderAnswer(sender, {
					task: this,
					machine: this.#machine,
					timeouts: [
						options.taskTimeout?.seconds,
						...graphsAround(this.#graph).map((graph) =>
							graph.timeout?.toSeconds(),
						),
					],
				});
			},
		});
	}

	protected override whenBoundToGraph(graph: StateGraph): void {
		super.whenBoundToGraph(graph);
		this.#graph = graph;
	}

	protected override _renderTask(topLevel?: QueryLanguage): object {
		this.#machine = machineBeingMade(this) ?? this.#machine;
		const rendered: { readonly Arguments?: object } = super._renderTask(
			topLevel,
		);
		const language = this.queryLanguage ?? topLevel;
		if (language !== QueryLanguage.JSONATA) return rendered;
		return {
			...rendered,
			Arguments: {
				...rendered.Arguments,
				MessageBody: inJsonata(this.#message, this.#waits),
			},
		};
	}

	protected override validateState(): string[] {
		const isInMap =
			this.#graph !== undefined && graphsAround(this.#graph).some(isOfMap);
		return isInMap && this.#message.id === undefined
			? [
					"Cannot make an id for the mail as the state is in a Map, where all items would have the same id: give message.id, such as JsonPath.format('{}/{}', JsonPath.executionName, JsonPath.stringAt('$.orderId'))",
				]
			: [];
	}
}

function inJsonPath(message: MailMessage, waits: boolean): object {
	const { stateMachineName, executionName, stateName } = JsonPath;
	return {
		id: JsonPath.format("{}/{}/{}", stateMachineName, executionName, stateName),
		...message,
		taskToken: waits ? JsonPath.taskToken : undefined,
	};
}

function inJsonata(message: MailMessage, waits: boolean): object {
	return {
		id: "{% $states.context.StateMachine.Name & '/' & $states.context.Execution.Name & '/' & $states.context.State.Name %}",
		...message,
		taskToken: waits ? "{% $states.context.Task.Token %}" : undefined,
	};
}
