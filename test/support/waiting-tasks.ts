import { Duration, Validations } from "aws-cdk-lib";
import {
	DefinitionBody,
	JsonPath,
	Pass,
	StateMachine,
	Timeout,
} from "aws-cdk-lib/aws-stepfunctions";
import { MailTask, TASK_ERROR } from "../../infra/index.ts";
import { Executions } from "../../packages/local-aws/test/support/executions.ts";
import { Harness } from "./harness.ts";
import { synthesizeApp } from "./synthesize-app.ts";

/** Name of the machine whose task gives up after an hour. */
export const HASTY = "hasty";
/** Name of the machine that goes on when a mail can't be sent, with what the error was. */
export const PATIENT = "patient";

/** A sender, and state machines whose tasks wait for what became of their mail. */
export class WaitingTasks extends Executions {
	readonly mail: Harness;
	readonly #tidy: () => Promise<void>;

	private constructor(mail: Harness, tidy: () => Promise<void>) {
		super({
			...mail.local.aws.client,
		});
		this.mail = mail;
		this.#tidy = tidy;
	}

	static async start(): Promise<WaitingTasks> {
		const { stacks, tidy } = await synthesizeApp((stack, sender) => {
			const message = {
				id: JsonPath.stringAt("$.id"),
				to: JsonPath.stringAt("$.to"),
				subject: "It is on its way",
				text: "Soon.",
				notAfter: JsonPath.stringAt("$.notAfter"),
			};
			const task = (id: string, timeout: Duration) =>
				new MailTask(stack, id, {
					sender,
					message,
					waitForOutcome: true,
					taskTimeout: Timeout.duration(timeout),
				});
			for (const [name, timeout] of [
				[PATIENT, Duration.days(2)],
				[HASTY, Duration.hours(1)],
			] as const) {
				const told = task(`Tell ${name}`, timeout);
				Validations.of(told).acknowledge({
					id: "Annotation::sqs-gmail-sender:task-timeout",
					reason: "one of them is to time out",
				});
				for (const error of Object.values(TASK_ERROR))
					told.addCatch(
						new Pass(stack, `${name} ${error}`, {
							parameters: { caught: error },
						}),
						{ errors: [error] },
					);
				new StateMachine(stack, name, {
					stateMachineName: name,
					definitionBody: DefinitionBody.fromChainable(told),
				});
			}
		});
		return new WaitingTasks(await Harness.start({ stacks }), tidy);
	}

	/** Begins a mail of that id; its execution's ARN. */
	tell(
		id: string,
		fields: { readonly to?: string; readonly notAfter?: string } = {},
		machine = PATIENT,
	): Promise<string> {
		return this.begin(machine, {
			id,
			to: "ann@example.com",
			notAfter: "2099-01-01T00:00:00Z",
			...fields,
		});
	}

	async status(executionArn: string): Promise<string | undefined> {
		return (await this.describe(executionArn)).status;
	}

	async stop(): Promise<void> {
		this.sfn.destroy();
		await this.mail.stop();
		await this.#tidy();
	}
}
