import type { Properties, ResourcesOf } from "../cloudformation/intrinsics.ts";
import { ACCOUNT } from "../http.ts";
import { isObject } from "../json.ts";

/** The queues of a template, in the words of CreateQueue. */
export function planQueues(of: ResourcesOf) {
	return of("AWS::SQS::Queue").map(({ name, properties }) => {
		const { QueueName: _name, Tags: _tags, ...rest } = properties;
		return { QueueName: name, Attributes: attributeTexts(rest) };
	});
}

/** Properties as attributes, which are texts. */
export function attributeTexts(properties: Properties): Record<string, string> {
	return Object.fromEntries(
		Object.entries(properties)
			.filter(([, value]) => value !== undefined)
			.map(([key, value]) => [
				key,
				isObject(value) ? JSON.stringify(value) : String(value),
			]),
	);
}

/** The local URL of a queue. */
export function queueUrl(endpoint: string, arn: string): string {
	return `${endpoint}/${ACCOUNT}/${arn.split(":").at(-1)}`;
}

/** A text with the URLs of queues as they are locally: one that CDK makes of an ARN names AWS's host, and clients go where it says. */
export function localQueueUrls(text: string, endpoint: string): string {
	return text.replace(
		/^https:\/\/sqs\.[\w-]+\.amazonaws\.com\/\d+\//,
		`${endpoint}/${ACCOUNT}/`,
	);
}
