import { Duration, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import {
	BlockPublicAccess,
	Bucket,
	BucketEncryption,
	CfnBucket,
	ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import {
	LONGEST_SCHEDULED_PAYLOAD_DAYS,
	PAYLOAD_FOLDER,
} from "../../../core/contract.ts";
import type { Settings } from "../settings/settings.ts";
import type { StatefulProps } from "./stateful-props.ts";

const DAY_SECONDS = 86_400;

/** Bodies that are too long for the queue: a claim check there names the object here. */
export class PayloadBucket extends Construct {
	readonly bucket: Bucket;

	constructor(
		scope: Construct,
		id: string,
		props: StatefulProps & { readonly settings: Settings },
	) {
		super(scope, id);
		const { settings, removalPolicy, encryptionKey } = props;
		const days = keptDays(settings);
		this.bucket = new Bucket(this, "Resource", {
			blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
			// What another account puts here is the sender's as well.
			objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
			enforceSSL: true,
			removalPolicy,
			encryption:
				encryptionKey === undefined
					? BucketEncryption.S3_MANAGED
					: BucketEncryption.KMS,
			encryptionKey,
			bucketKeyEnabled: encryptionKey && true,
			lifecycleRules: [
				{
					id: "Messages",
					prefix: PAYLOAD_FOLDER.now,
					expiration: Duration.days(days),
				},
				{
					id: "ScheduledMessages",
					prefix: PAYLOAD_FOLDER.scheduled,
					expiration: Duration.days(LONGEST_SCHEDULED_PAYLOAD_DAYS + days),
				},
				{
					id: "UnfinishedUploads",
					abortIncompleteMultipartUploadAfter: Duration.days(1),
				},
			],
		});
		Validations.of(this.bucket).acknowledge({
			id: "AwsSolutions-S1",
			reason:
				"Access logs would need a bucket of their own and tell little: only the granted producers may write here, only the sending function may read, and its own log has what became of each message",
		});
	}
}

/** Lets a function read the bodies; the customer's key it has already. */
export function readPayloads(role: Role, bucket: Bucket): void {
	role.addToPolicy(
		new PolicyStatement({
			sid: "Payloads",
			actions: ["s3:GetObject"],
			resources: [bucket.arnForObjects("*")],
		}),
	);
	const { defaultChild } = bucket.node;
	if (!(defaultChild instanceof CfnBucket)) return;
	Validations.of(role).acknowledge({
		id: `AwsSolutions-IAM5[Resource::<${Stack.of(role).getLogicalId(defaultChild)}.Arn>/*]`,
		reason:
			"Objects are named by the hash of their content, which nobody knows beforehand; the bucket holds nothing else",
	});
}

/**
 * While the ledger remembers a message it may be redriven, which takes it through both queues once
 * more; its body is never to be gone by then. A day is for S3, which counts in whole ones.
 */
function keptDays({
	ledgerRetention,
	retention,
	deadLetterRetention,
}: Settings): number {
	const seconds = ledgerRetention + retention + deadLetterRetention;
	return Math.ceil(seconds / DAY_SECONDS) + 1;
}
