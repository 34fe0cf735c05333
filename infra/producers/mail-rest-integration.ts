import {
	AwsIntegration,
	Integration,
	type IntegrationConfig,
	type IntegrationResponse,
	IntegrationType,
	type Method,
	type MethodOptions,
	PassthroughBehavior,
	type RestApiBase,
} from "aws-cdk-lib/aws-apigateway";
import { createSendingRole } from "../constructs/access/sending-role.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { type FixedMail, fixedMail, type MailRequest } from "./mail-request.ts";
import {
	findOrCreateBodyValidator,
	mailRequestModel,
} from "./mail-request-model.ts";
import { mergingTemplate, WHOLE_BODY } from "./request-template.ts";

/**
 * Mail by a request to a REST API. The response is 202 with `{ "messageId" }` once the message is in the queue.
 * **Without an authorizer, anyone can send mail in your name**: fix the recipients with `message`, and limit the
 * rate (a usage plan or AWS WAF) to protect the mailbox's daily limit.
 *
 * ```ts
 * const form = new MailRestIntegration(mail, { message: { to: "sales@example.com", subject: "Contact form" } });
 * const contact = api.root.addResource("contact");
 * contact.addMethod("POST", form, form.methodOptions(api));
 * ```
 *
 * For a sender of another account, the queue policy must allow the method's role.
 */
export class MailRestIntegration extends Integration {
	readonly #sender: IGmailSender;
	readonly #request: MailRequest;
	readonly #fixed: FixedMail | undefined;

	constructor(sender: IGmailSender, request: MailRequest = {}) {
		super({ type: IntegrationType.AWS, integrationHttpMethod: "POST" });
		this.#sender = sender;
		this.#request = request;
		this.#fixed = fixedMail(request);
	}

	/** Validates requests in API Gateway with the message format as a model. */
	methodOptions(
		api: RestApiBase,
	): Pick<MethodOptions, "requestModels" | "requestValidator"> {
		return {
			requestModels: {
				"application/json": mailRequestModel(api, this.#request),
			},
			requestValidator: findOrCreateBodyValidator(api),
		};
	}

	override bind(method: Method): IntegrationConfig {
		const { queue } = this.#sender;
		for (const { statusCode } of RESPONSES)
			method.addMethodResponse({ statusCode });
		return new AwsIntegration({
			service: "sqs",
			region: queue.env.region,
			path: `${queue.env.account}/${queue.queueName}`,
			integrationHttpMethod: "POST",
			options: {
				credentialsRole: createSendingRole(method, "MailRole", {
					sender: this.#sender,
					service: "apigateway.amazonaws.com",
					tellsAccount: false,
				}),
				passthroughBehavior: PassthroughBehavior.NEVER,
				requestParameters: {
					"integration.request.header.Content-Type":
						"'application/x-www-form-urlencoded'",
				},
				requestTemplates: {
					"application/json":
						this.#fixed === undefined
							? WHOLE_BODY
							: mergingTemplate(this.#fixed),
				},
				integrationResponses: [...RESPONSES],
			},
		}).bind(method);
	}
}

// What SQS says of a failure is of the queue and the account: nobody outside is to know.
const RESPONSES: readonly IntegrationResponse[] = [
	{
		selectionPattern: "200",
		statusCode: "202",
		responseTemplates: {
			"application/json": `{"messageId":"$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"}`,
		},
	},
	{
		selectionPattern: "400|413",
		statusCode: "400",
		responseTemplates: {
			"application/json": '{"message":"The message was not accepted."}',
		},
	},
	{
		statusCode: "500",
		responseTemplates: {
			"application/json": '{"message":"The message could not be queued."}',
		},
	},
];
