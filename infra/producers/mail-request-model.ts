import { createHash } from "node:crypto";
import {
	Model,
	RequestValidator,
	type RestApiBase,
} from "aws-cdk-lib/aws-apigateway";
import { fixedMail, type MailRequest } from "./mail-request.ts";
import { requestSchema } from "./request-schema.ts";

/**
 * The request model for a REST API. With a body validator, requests with wrong types, unknown fields or missing
 * fields get a 400 response and never reach the queue. `MailRestIntegration.methodOptions` returns both.
 */
export function mailRequestModel(
	restApi: RestApiBase,
	request: MailRequest = {},
): Model {
	const schema = requestSchema(fixedMail(request));
	const digest = createHash("sha256").update(JSON.stringify(schema));
	const id = `MailRequest${digest.digest("hex").slice(0, 8)}`;
	const before = restApi.node.tryFindChild(id);
	if (before instanceof Model) return before;
	return new Model(restApi, id, {
		restApi,
		contentType: "application/json",
		description: "A message for an sqs-gmail-sender",
		schema,
	});
}

/** The body validator of a REST API, created once. */
export function findOrCreateBodyValidator(
	restApi: RestApiBase,
): RequestValidator {
	const id = "MailRequestValidator";
	const before = restApi.node.tryFindChild(id);
	return before instanceof RequestValidator
		? before
		: new RequestValidator(restApi, id, { restApi, validateRequestBody: true });
}
