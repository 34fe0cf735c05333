import type { Role } from "aws-cdk-lib/aws-iam";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import { Construct } from "constructs";
import { createSendingRole } from "../constructs/access/sending-role.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { checkMailMessage, type MailMessage } from "./mail-message.ts";
import { grantRead, type MailPipeSource, pipeSource } from "./pipe-source.ts";
import { checkPipeTemplate, pipeTemplate } from "./pipe-template.ts";

/** Options of `MailPipe`. */
export interface MailPipeProps {
	readonly sender: IGmailSender;

	/** A queue, a table with a stream, or a Kinesis stream, which is read from now on. */
	readonly source: MailPipeSource;

	/**
	 * What is sent for each record. A placeholder such as `<$.body.email>` or
	 * `<$.dynamodb.NewImage.email.S>` has to be all of a field: within a longer text Pipes escapes nothing, so
	 * a text around it belongs into a `template`, with the placeholder in its `data`. Without an id it is
	 * the pipe's name with SQS's message id, or the event id of the stream.
	 * @default - inputTemplate
	 */
	readonly message?: MailMessage;

	/**
	 * The pipe's input template itself, instead of `message`: `<$.body>` when records are messages already,
	 * whose producers then choose the recipients. Placeholders within quotes are refused.
	 * @default - message
	 */
	readonly inputTemplate?: string;

	/**
	 * Event patterns; only records that fit one of them are sent, such as `{ eventName: ["INSERT"] }`.
	 * @default - all records
	 */
	readonly filters?: readonly object[];
}

/**
 * Mail for each record of a queue or stream, by an EventBridge pipe.
 *
 * ```ts
 * const data = { name: "<$.dynamodb.NewImage.name.S>" };
 * const message = { to: "<$.dynamodb.NewImage.email.S>", template: "welcome", data };
 * new MailPipe(this, "Welcome", { sender: mail, source: customers, message, filters: [{ eventName: ["INSERT"] }] });
 * ```
 *
 * For a sender of another account the queue's policy there has to allow `role`.
 */
export class MailPipe extends Construct {
	/** By which the pipe reads and sends. */
	readonly role: Role;
	readonly pipeArn: string;

	constructor(scope: Construct, id: string, props: MailPipeProps) {
		super(scope, id);
		const { sender, filters } = props;
		const source = pipeSource(props.source);
		this.role = createSendingRole(this, "Role", {
			sender,
			service: "pipes.amazonaws.com",
		});
		grantRead(source, this.role);
		const pipe = new CfnPipe(this, "Resource", {
			roleArn: this.role.roleArn,
			source: source.arn,
			target: sender.queue.queueArn,
			sourceParameters: {
				...source.parameters,
				filterCriteria: filters && {
					filters: filters.map((pattern) => ({
						pattern: JSON.stringify(pattern),
					})),
				},
			},
			targetParameters: { inputTemplate: templateOf(this, props, source.id) },
		});
		// Pipes tries its rights when it is created.
		pipe.node.addDependency(this.role);
		this.pipeArn = pipe.attrArn;
	}
}

function templateOf(
	scope: MailPipe,
	{ message, inputTemplate }: MailPipeProps,
	id: string,
): string {
	if ((message === undefined) === (inputTemplate === undefined))
		throw new Error(
			`Cannot tell what ${scope.node.path} sends as it has ${message === undefined ? "neither" : "both"} message and inputTemplate: give one of them`,
		);
	const template =
		inputTemplate ??
		pipeTemplate({ id, ...checkMailMessage(message ?? {}) }, scope);
	return checkPipeTemplate(template, scope);
}
