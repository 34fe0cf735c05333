import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError, queryError, sendJson } from "./http.ts";

/**
 * What a request of any region reaches. S3 and APIs are found by name; CloudFormation's outputs tell tools which
 * region a run is in.
 */
const ANYWHERE = ["s3", "execute-api", "sns-certificate", "cloudformation"];

/** Query protocols, and what each says of a thing that it does not know. */
const QUERY: Readonly<Record<string, readonly [namespace: string, string]>> = {
	sns: ["http://sns.amazonaws.com/doc/2010-03-31/", "NotFound"],
	monitoring: [
		"http://monitoring.amazonaws.com/doc/2010-08-01/",
		"ResourceNotFound",
	],
};

interface Signed {
	readonly service: string;
	/** Undefined: the request is not signed. */
	readonly region: string | undefined;
}

/**
 * Answers a request that is signed for another region than one of the run's as AWS would: nothing of the run is known
 * there. @returns whether it did
 */
export function refuseOtherRegion(
	request: IncomingMessage,
	response: ServerResponse,
	{ service, region }: Signed,
	regions: ReadonlySet<string>,
): boolean {
	const isKnown = region === undefined || regions.has(region);
	if (isKnown || ANYWHERE.includes(service)) return false;
	const [own] = regions;
	const message = `Cannot find this in ${region.slice(0, 60)}, which the request is signed for: this run is in ${[...regions].join(", ")}. Set AWS_REGION=${own}, or the client's region`;
	const isJson = request.headers["x-amz-target"] !== undefined;
	if (isJson && service === "sqs") {
		response.setHeader(
			"x-amzn-query-error",
			"AWS.SimpleQueueService.NonExistentQueue;Sender",
		);
		sendJson(response, 400, {
			__type: "com.amazonaws.sqs#QueueDoesNotExist",
			message,
		});
		return true;
	}
	const [namespace, code] = QUERY[service] ?? [];
	if (!isJson && namespace !== undefined && code !== undefined) {
		response.writeHead(404, { "content-type": "text/xml" });
		response.end(queryError(namespace, new AwsError(code, message, 404)));
		return true;
	}
	// A client too old for SQS's JSON has more to be told.
	if (service === "sqs") return false;
	const type = "ResourceNotFoundException";
	response.setHeader("x-amzn-errortype", type);
	sendJson(response, isJson ? 400 : 404, {
		__type: type,
		message,
		Message: message,
	});
	return true;
}
