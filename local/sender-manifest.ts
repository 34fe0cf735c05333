import type { StackRecord } from "./emulators/aws/cloudformation.ts";

/** What a sender's manifest output tells. */
export interface SenderManifest {
	readonly kind: "sqs-gmail-sender";
	readonly name: string;
	readonly mailbox: string;
	readonly queueUrl: string;
	readonly queueArn: string;
	readonly deadLetterQueueUrl: string;
	readonly deadLetterQueueArn: string;
	readonly secretArn: string;
	readonly tableName: string;
	readonly functionName: string;
	readonly eventSourceMappingId: string;
	readonly logGroupName: string;
	readonly pageTopicArn: string;
	readonly ticketTopicArn: string;
	readonly region: string;
}

/** Every sender that the stacks' outputs describe. */
export function readManifests(
	stacks: readonly StackRecord[],
): readonly SenderManifest[] {
	return stacks.flatMap(({ outputs }) =>
		Object.values(outputs).flatMap(({ value }) => readManifest(value) ?? []),
	);
}

function readManifest(text: string): SenderManifest | undefined {
	if (!text.startsWith("{")) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		const isOurs =
			typeof value === "object" &&
			value !== null &&
			"kind" in value &&
			value.kind === "sqs-gmail-sender";
		return isOurs ? (value as SenderManifest) : undefined;
	} catch {
		return undefined;
	}
}
