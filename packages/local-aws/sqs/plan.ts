import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";

export interface QueueSpec {
	readonly name: string;
	/** In the words of CreateQueue. */
	readonly attributes: Readonly<Record<string, string>>;
}

/** The queues of a template. */
export function planQueues(
	of: ResourcesOf,
	names: Names,
): readonly QueueSpec[] {
	return of("AWS::SQS::Queue").map(({ id, properties }) => {
		const { QueueName: _name, Tags: _tags, ...rest } = properties;
		return {
			name: names.physical(id),
			attributes: Object.fromEntries(
				Object.entries(rest).map(([key, value]) => [
					key,
					typeof value === "object" ? JSON.stringify(value) : String(value),
				]),
			),
		};
	});
}

/** A text with the URLs of queues as they are locally: one that CDK makes of an ARN names AWS's host, and clients go where it says. */
export function localQueueUrls(text: string, endpoint: string): string {
	return text.replace(
		/^https:\/\/sqs\.[\w-]+\.amazonaws\.com\//,
		`${endpoint}/`,
	);
}
