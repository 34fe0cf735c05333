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
 * Mail by a request to an HTTP API: the body is the message. HTTP APIs don't validate bodies: an invalid one
 * succeeds and goes to the dead-letter queue; `MailRestIntegration` refuses it. **Without an authorizer, anyone
 * can send mail in your name to anyone.**
 *
 * ```ts
 * const integration = new MailHttpIntegration(mail);
 * api.addRoutes({ path: "/mail", methods: [HttpMethod.POST], integration, authorizer: new HttpIamAuthorizer() });
 * ```
 *
 * For a sender of another account, the queue policy must allow the integration's role.
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
