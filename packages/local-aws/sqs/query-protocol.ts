import { ACCOUNT, AwsError, queryError } from "../http.ts";

/** A request as Fastify gives it. */
interface Request {
	readonly url: string;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly query: unknown;
	readonly body: unknown;
}

const QUEUE_PATH = new RegExp(`^/+${ACCOUNT}(/|%2F)`, "i");
const SIGNED_FOR_SQS = /Credential=[^,]*\/sqs\/aws4_request/;
const API_VERSION = "2012-11-05";

/** Whether a path is a queue's, where nobody but SQS answers, whoever a request is signed for. */
export function isQueuePath(url = ""): boolean {
	return QUEUE_PATH.test(url);
}

/** Whether a request's target is one of SQS by its JSON protocol. */
export function speaksJson(target: unknown): target is string {
	return typeof target === "string" && target.startsWith("AmazonSQS.");
}

/** Whether a request is for SQS by its older query protocol: a form, or a query string. */
export function speaksQuery({ url, headers, query, body }: Request): boolean {
	if (speaksJson(headers["x-amz-target"])) return false;
	return (
		isQueuePath(url) ||
		SIGNED_FOR_SQS.test(String(headers.authorization)) ||
		[query, body].some((fields) => versionOf(fields) === API_VERSION)
	);
}

function versionOf(fields: unknown): unknown {
	return typeof fields === "object" && fields !== null && "Version" in fields
		? fields.Version
		: undefined;
}

/**
 * What such a request is answered, with status 400: the first versions of the clients that speak JSON from then on.
 * botocore did so in 1.31.81 already, and AWS CLI 2 in 2.13.34, but both went back for some months.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html
 * @see https://github.com/boto/botocore/pull/3165 (botocore 1.34.90, which AWS CLI 1.32.90 and 2.15.41 contain)
 */
export function refusalOfQuery(): string {
	return queryError(
		"http://queue.amazonaws.com/doc/2012-11-05/",
		new AwsError(
			"UnsupportedProtocol",
			"The local SQS speaks the JSON protocol only, and this client the older query protocol: allowed are boto3 1.34.90, AWS CLI 2.15.41 or 1.32.90, SDK for JavaScript 3.447.0, SDK for Java 2.21.19, and later versions; update the client",
		),
	);
}
