import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IStream } from "aws-cdk-lib/aws-kinesis";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { CfnPipe } from "aws-cdk-lib/aws-pipes";
import type { IQueue } from "aws-cdk-lib/aws-sqs";

/** What a pipe can read: a queue, a table's stream or a Kinesis stream. */
export type MailPipeSource = IQueue | ITable | IStream;

/** A source as a pipe needs it. */
export interface PipeSource {
	readonly arn: string;
	/** The minimum permissions for reading it. */
	readonly actions: readonly string[];
	readonly key: IKey | undefined;
	readonly parameters: CfnPipe.PipeSourceParametersProperty;
	/**
	 * What is the same whenever a record is delivered again, and other than another pipe's. All of it is
	 * AWS's own, so it may stand within quotes.
	 */
	readonly id: string;
}

/** @throws Error for a table without a stream. */
export function pipeSource(source: MailPipeSource): PipeSource {
	if ("queueArn" in source) {
		return {
			arn: source.queueArn,
			actions: [
				"sqs:ReceiveMessage",
				"sqs:DeleteMessage",
				"sqs:GetQueueAttributes",
			],
			key: source.encryptionMasterKey,
			parameters: { sqsQueueParameters: { batchSize: BATCH } },
			id: idOf("$.messageId"),
		};
	}
	if ("streamArn" in source) {
		return {
			arn: source.streamArn,
			actions: [
				"kinesis:DescribeStream",
				"kinesis:DescribeStreamSummary",
				"kinesis:GetRecords",
				"kinesis:GetShardIterator",
				"kinesis:ListShards",
				"kinesis:ListStreams",
			],
			key: source.encryptionKey,
			parameters: { kinesisStreamParameters: FROM_NOW },
			id: idOf("$.eventID"),
		};
	}
	const { tableStreamArn, encryptionKey, node } = source;
	if (tableStreamArn === undefined) {
		throw new Error(
			`Cannot read ${node.path} by a pipe as the table has no stream: give it stream: StreamViewType.NEW_IMAGE, or NEW_AND_OLD_IMAGES`,
		);
	}
	return {
		arn: tableStreamArn,
		actions: [
			"dynamodb:DescribeStream",
			"dynamodb:GetRecords",
			"dynamodb:GetShardIterator",
			"dynamodb:ListStreams",
		],
		key: encryptionKey,
		parameters: { dynamoDbStreamParameters: FROM_NOW },
		id: idOf("$.eventID"),
	};
}

const idOf = (path: string) => `<aws.pipes.pipe-name>/<${path}>`;

/** Allows a pipe's role to read only the source. */
export function grantRead(
	{ arn, actions, key }: PipeSource,
	grantee: IGrantable,
): void {
	grantee.grantPrincipal.addToPrincipalPolicy(
		new PolicyStatement({ actions: [...actions], resources: [arn] }),
	);
	key?.grantDecrypt(grantee);
}

// A pipe hands its batch on as it is, and SQS takes ten messages at once.
const BATCH = 10;
const FROM_NOW = { startingPosition: "LATEST", batchSize: BATCH };
