import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import { ACCOUNT } from "../http.ts";

export interface QueueSpec {
	readonly name: string;
	/** In the words of CreateQueue. */
	readonly attributes: Readonly<Record<string, string>>;
}

/** The queues of a template. */
export function planQueues(of: ResourcesOf): readonly QueueSpec[] {
	return of("AWS::SQS::Queue").map(({ name, properties }) => {
		const { QueueName: _name, Tags: _tags, ...rest } = properties;
		return {
			name,
			attributes: Object.fromEntries(
				Object.entries(rest).map(([key, value]) => [
					key,
					typeof value === "object" ? JSON.stringify(value) : String(value),
				]),
			),
		};
	});
}

/** The local URL of a queue. */
export function queueUrl(endpoint: string, arn: string): string {
	return `${endpoint}/${ACCOUNT}/${arn.split(":").at(-1)}`;
}

/** A text with the URLs of queues as they are locally: one that CDK makes of an ARN names AWS's host, and clients go where it says. */
export function localQueueUrls(text: string, endpoint: string): string {
	return text.replace(
		/^https:\/\/sqs\.[\w-]+\.amazonaws\.com\//,
		`${endpoint}/`,
	);
}
