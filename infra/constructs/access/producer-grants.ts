import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import { TABLE, tableKey } from "../../../core/contract.ts";
import type { IGmailSender } from "../i-gmail-sender.ts";

/** A part of a sender that some producers need besides its queue. */
export interface SenderPart {
	readonly name: string;
	readonly arn: string;
}

/**
 * What may be read of the state table: of messages and dead letters, nobody's mail and address, only what became of them.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export const OUTCOME_CONDITIONS = {
	"ForAllValues:StringLike": {
		"dynamodb:LeadingKeys": [tableKey.message("*"), tableKey.dead("*")],
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
};

/** Lets a workload read what became of messages. */
export function grantOutcomes(
	sender: IGmailSender,
	table: SenderPart,
	grantee: IGrantable,
): Grant {
	return combined([
		Grant.addToPrincipal({
			grantee,
			actions: ["dynamodb:GetItem"],
			resourceArns: [table.arn],
			conditions: OUTCOME_CONDITIONS,
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
		resourceArns: [`${bucket.arn}/*`],
	});
}

/** Several grants as one. */
export function combined(grants: readonly (Grant | undefined)[]): Grant {
	return grants
		.filter((grant) => grant !== undefined)
		.reduce((all, grant) => all.combine(grant));
}
