import type { SQSClient } from "@aws-sdk/client-sqs";
import type { LambdaApi } from "../lambda/api.ts";
import { sendMessage } from "../sqs/send-message.ts";
import { type Json, StateFailure } from "./states-language.ts";

/** Ending of a resource whose task ends by a call with its token. */
export const CALLBACK = ".waitForTaskToken";

/** What a Task's resource names. */
export interface Service {
	/** `sqs` or `lambda`. */
	readonly type: string;
	/** `sendMessage.waitForTaskToken` and the like. */
	readonly action: string;
	/** @throws Failure */
	call(parameters: Json): Promise<Json>;
}

/** The resources that a local run has, for error sentences. */
export const RESOURCES =
	"arn:aws:states:::sqs:sendMessage, arn:aws:states:::lambda:invoke, both also with .waitForTaskToken, and the ARN of a function";

/** Whom the tasks of a state machine reach. */
export interface Reach {
	/** Sends as the machine's role. */
	readonly sqs: SQSClient;
	readonly lambda: LambdaApi;
}

/** What a resource names; one that is unknown refused the start. */
export function serviceOf(resource: string, { sqs, lambda }: Reach): Service {
	const action = resource.split(":").at(-1) ?? "";
	switch (kindOf(resource)) {
		case "sqs":
			return { type: "sqs", action, call: (input) => send(sqs, input) };
		case "lambda":
			return {
				type: "lambda",
				action,
				call: async (input) => {
					const { FunctionName, Payload = {} } = input as Input;
					return {
						ExecutedVersion: "$LATEST",
						Payload: await invoke(lambda, String(FunctionName), Payload),
						StatusCode: 200,
					};
				},
			};
		default: {
			const call = (input: Json) => invoke(lambda, resource, input);
			return { type: "lambda", action: "invoke", call };
		}
	}
}

type Input = { readonly [key: string]: Json };

/** Undefined: a local run does not have it. */
export function kindOf(
	resource: string,
): "sqs" | "lambda" | "function" | undefined {
	if (/^arn:[\w-]+:lambda:[^:]+:\d+:function:/.test(resource))
		return "function";
	const [, name] =
		/^arn:[\w-]+:states:::([\w:]+?)(\.waitForTaskToken)?$/.exec(resource) ?? [];
	if (name === "sqs:sendMessage") return "sqs";
	return name === "lambda:invoke" ? "lambda" : undefined;
}

async function send(sqs: SQSClient, parameters: Json): Promise<Json> {
	const { MessageBody, ...fields } = parameters as Input;
	const sent = await sendMessage(sqs, {
		QueueUrl: "",
		...fields,
		// An object becomes its JSON text.
		MessageBody:
			typeof MessageBody === "string"
				? MessageBody
				: JSON.stringify(MessageBody),
	});
	if (sent.error !== undefined) {
		const name = sent.error.Code.replace(/(Exception)?$/, "Exception");
		throw new StateFailure(`SQS.${name}`, sent.error.Message);
	}
	return {
		...(sent.result as Input),
		SdkHttpMetadata: { HttpStatusCode: 200 },
		SdkResponseMetadata: { RequestId: sent.requestId },
	};
}

async function invoke(
	lambda: LambdaApi,
	named: string,
	payload: Json,
): Promise<Json> {
	const fn = lambda.find(named);
	if (fn === undefined)
		throw new StateFailure(
			"Lambda.ResourceNotFoundException",
			`Function not found: ${named}`,
		);
	const {
		payload: answer,
		functionError,
		throttled,
	} = await fn.invoke(payload);
	if (throttled)
		throw new StateFailure("Lambda.TooManyRequestsException", "Rate Exceeded.");
	if (functionError !== undefined)
		throw new StateFailure(
			String(JSON.parse(answer).errorType ?? "Lambda.Unknown"),
			answer,
		);
	return answer === "" ? null : JSON.parse(answer);
}
