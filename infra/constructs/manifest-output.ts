import { CfnOutput, Stack } from "aws-cdk-lib";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { PACKAGE_VERSION } from "../../core/contract.ts";
import { MANIFEST_KIND, type SenderManifest } from "../../core/manifest.ts";
import type { BreakerFunction } from "./functions/breaker-function.ts";
import type { FunctionParts } from "./functions/function-parts.ts";
import type { SendingFunction } from "./functions/sending-function.ts";

/** All that a sender is made of. */
export interface SenderParts extends FunctionParts {
	readonly payloadBucket: Bucket;
	readonly sending: SendingFunction;
	readonly breaker: BreakerFunction;
	readonly pageTopic: ITopic;
	readonly ticketTopic: ITopic;
}

/** Tells tools, and apps that import the sender, all they need to know of it, in one output of its stack. */
export function writeManifest(scope: Construct, parts: SenderParts): void {
	const { settings, queue, deadLetterQueue, sending, breaker, options } = parts;
	new CfnOutput(scope, "Manifest", {
		description: `Everything the operator's commands need to know of the sender ${settings.name}`,
		value: Stack.of(scope).toJsonString({
			kind: MANIFEST_KIND,
			version: 1,
			name: settings.name,
			mailbox: settings.mailbox,
			queueUrl: queue.queueUrl,
			queueArn: queue.queueArn,
			deadLetterQueueUrl: deadLetterQueue.queueUrl,
			deadLetterQueueArn: deadLetterQueue.queueArn,
			secretArn: parts.secret.secretArn,
			tableName: parts.table.tableName,
			functionName: sending.fn.functionName,
			breakerFunctionName: breaker.fn.functionName,
			eventSourceMappingId: sending.mapping.eventSourceMappingId,
			logGroupName: sending.logGroup.logGroupName,
			breakerLogGroupName: breaker.logGroup.logGroupName,
			pageTopicArn: parts.pageTopic.topicArn,
			ticketTopicArn: parts.ticketTopic.topicArn,
			region: Stack.of(scope).region,
			ids: settings.ids,
			limits: settings.limits,
			retention: settings.retention,
			deadLetterRetention: settings.deadLetterRetention,
			packageVersion: PACKAGE_VERSION,
			payloadBucketName: parts.payloadBucket.bucketName,
			encryptionKeyArn: options.encryptionKey?.keyArn,
			allowedProducers: (options.allowProducers ?? []).map(String),
		} satisfies SenderManifest),
	});
}
