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

	/** A queue, a table with a stream, or a Kinesis stream, which is read from the latest record. */
	readonly source: MailPipeSource;

	/**
	 * The message for each record. A placeholder such as `<$.body.email>` or `<$.dynamodb.NewImage.email.S>` must be
	 * an entire field value: within a longer text, Pipes escapes nothing. Put surrounding text in a `template`, and
	 * the placeholder in its `data`. The default id is the pipe name with the SQS message id, or the stream's event
	 * id.
	 * @default - inputTemplate
	 */
	readonly message?: MailMessage;

	/**
	 * The pipe's input template, instead of `message`: `<$.body>` when records are already messages. Their producers
	 * then choose the recipients. Placeholders within quotes are refused.
	 * @default - message
	 */
	readonly inputTemplate?: string;

	/**
	 * Event patterns. Only records that match one are sent, such as `{ eventName: ["INSERT"] }`.
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
 * For a sender of another account, the queue policy must allow `role`.
 */
export class MailPipe extends Construct {
	/** The role of the pipe. */
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
			`Cannot create the pipe ${scope.node.path} as it has ${message === undefined ? "neither" : "both"} message and inputTemplate: give one of them`,
		);
	const template =
		inputTemplate ??
		pipeTemplate({ id, ...checkMailMessage(message ?? {}) }, scope);
	return checkPipeTemplate(template, scope);
}
