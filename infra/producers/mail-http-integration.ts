import {
	type HttpRouteIntegrationBindOptions,
	type HttpRouteIntegrationConfig,
	ParameterMapping,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpSqsIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Role } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { grantQueueKey } from "../constructs/access/sending-role.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/**
 * Mail by a request to an HTTP API: its body is the message. HTTP APIs check no body, so a wrong one is
 * answered well and goes to the dead-letter queue; `MailRestIntegration` refuses it at once.
 * **Without an authorizer the whole world sends mail in your name, to whom it likes.**
 *
 * ```ts
 * const integration = new MailHttpIntegration(mail);
 * api.addRoutes({ path: "/mail", methods: [HttpMethod.POST], integration, authorizer: new HttpIamAuthorizer() });
 * ```
 *
 * For a sender of another account the queue's policy there has to allow the integration's role.
 */
export class MailHttpIntegration extends HttpSqsIntegration {
	readonly #queue: IQueue;

	constructor({ queue }: IGmailSender) {
		super("Mail", {
			queue,
			parameterMapping: new ParameterMapping()
				.custom("QueueUrl", queue.queueUrl)
				.custom("MessageBody", "$request.body"),
		});
		this.#queue = queue;
	}

	override bind(
		options: HttpRouteIntegrationBindOptions,
	): HttpRouteIntegrationConfig {
		const config = super.bind(options);
		// CDK's class knows nothing of the queue's key.
		const role = options.scope.node
			.findAll()
			.find((node) => node instanceof Role);
		if (role !== undefined) grantQueueKey(role, this.#queue);
		return config;
	}
}
