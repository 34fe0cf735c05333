import { Grant, type IGrantable, type Role } from "aws-cdk-lib/aws-iam";
import { PAYLOAD_FOLDER, TABLE, tableKey } from "../../../core/contract.ts";
import type { IGmailSender } from "../i-gmail-sender.ts";

/** A part of a sender that some producers need besides its queue. */
export interface SenderPart {
	readonly name: string;
	readonly arn: string;
}

/** The parts of a sender besides its queue; asked for only when they are needed. */
export interface Parts {
	/** @throws Error when it is not known, or can't be reached from here. */
	table(): SenderPart;
	/** @throws Error when it is not known, or can't be reached from here. */
	payloadBucket(): SenderPart;
	/** The name space of a workload's ids. */
	spaceOf(grantee: IGrantable): string;
	/** Has another role of a workload's share its name space, if the sender's stack can know both. */
	nameAlike(role: Role, grantee: IGrantable): void;
}

/**
 * What may be read of the state table: of messages and dead letters, nobody's mail and address, only what became of them.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export const outcomeConditions = (space: string) => ({
	"ForAllValues:StringLike": {
		"dynamodb:LeadingKeys": [tableKey.message(space, "*"), tableKey.dead("*")],
	},
	"ForAllValues:StringEquals": {
		// The key has to be among them, though it is not asked for.
		"dynamodb:Attributes": [
			TABLE.key,
			TABLE.state,
			TABLE.deadCause,
			TABLE.updatedAt,
		],
	},
	// Without it a read that names no attributes gets them all.
	StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
});

/** Lets a workload read what became of the messages of a name space. */
export function grantOutcomes(
	sender: IGmailSender,
	table: SenderPart,
	grantee: IGrantable,
	space: string,
): Grant {
	return combined([
		Grant.addToPrincipal({
			grantee,
			actions: ["dynamodb:GetItem"],
			resourceArns: [table.arn],
			conditions: outcomeConditions(space),
		}),
		// DynamoDB asks for these on behalf of whoever reads.
		sender.queue.encryptionMasterKey?.grant(
			grantee,
			"kms:Decrypt",
			"kms:DescribeKey",
		),
	]);
}

/**
 * Lets a workload put messages into the bucket that are too long for the queue. What S3 asks of the
 * key on its behalf is a part of what the queue's own grant gives.
 */
export function grantPayloads(bucket: SenderPart, grantee: IGrantable): Grant {
	return Grant.addToPrincipal({
		grantee,
		actions: ["s3:PutObject"],
		resourceArns: Object.values(PAYLOAD_FOLDER).map(
			(folder) => `${bucket.arn}/${folder}*`,
		),
	});
}

/** Several grants as one. */
export function combined(grants: readonly (Grant | undefined)[]): Grant {
	return grants
		.filter((grant) => grant !== undefined)
		.reduce((all, grant) => all.combine(grant));
}
