import { createHash } from "node:crypto";
import {
	Model,
	RequestValidator,
	type RestApiBase,
} from "aws-cdk-lib/aws-apigateway";
import { fixedMail, type MailRequest } from "./mail-request.ts";
import { requestSchema } from "./request-schema.ts";

/**
 * What requests may be, as a model of a REST API: those with wrong types, unknown fields or without a needed
 * one are answered with 400 and never reach the queue, if a validator of bodies is on.
 * `MailRestIntegration.methodOptions` gives both.
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
		description: "A message for a sqs-gmail-sender",
		schema,
	});
}

/** The validator of a REST API that looks at bodies, made once. */
export function findOrCreateBodyValidator(
	restApi: RestApiBase,
): RequestValidator {
	const id = "MailRequestValidator";
	const before = restApi.node.tryFindChild(id);
	return before instanceof RequestValidator
		? before
		: new RequestValidator(restApi, id, { restApi, validateRequestBody: true });
}
