import { Stack } from "aws-cdk-lib";
import { type IGrantable, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { IGmailSender } from "../i-gmail-sender.ts";

/** Options of a role by which a service sends mail. */
export interface SendingRoleOptions {
	readonly sender: IGmailSender;
	/** Such as `pipes.amazonaws.com`. */
	readonly service: string;
	/**
	 * Whether the service tells the account it acts for when it takes on the role: only this one may.
	 * @default true
	 */
	readonly tellsAccount?: boolean;
}

/** A role by which a service may send to the queue, and do nothing else. */
export function createSendingRole(
	scope: Construct,
	id: string,
	{ sender, service, tellsAccount = true }: SendingRoleOptions,
): Role {
	const fromHere = {
		StringEquals: { "aws:SourceAccount": Stack.of(scope).account },
	};
	const role = new Role(scope, id, {
		assumedBy: new ServicePrincipal(service, {
			conditions: tellsAccount ? fromHere : undefined,
		}),
	});
	sender.queue.grant(role, "sqs:SendMessage");
	grantQueueKey(role, sender.queue);
	return role;
}

/** SQS asks for these on behalf of whoever sends. */
export function grantQueueKey(
	grantee: IGrantable,
	{ encryptionMasterKey }: IGmailSender["queue"],
): void {
	encryptionMasterKey?.grant(grantee, "kms:GenerateDataKey", "kms:Decrypt");
}
