import { Arn, ArnFormat, Stack, Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { PAYLOAD_FOLDER } from "../../../core/contract.ts";
import type { SenderManifest } from "../../../core/manifest.ts";
import type { Parts } from "../access/connect.ts";
import {
	OUTCOME_CONDITIONS,
	type SenderPart,
} from "../access/producer-grants.ts";

/** Table and bucket of a sender of another stack, as its manifest names them. */
export function importedParts(
	sender: IConstruct,
	queueArn: string,
	manifest: SenderManifest | undefined,
): Parts {
	return {
		table() {
			const what = `read what became of mail of ${sender.node.path}`;
			const { tableName: name } = known(manifest, what);
			const { region, account, partition } = Arn.split(
				queueArn,
				ArnFormat.NO_RESOURCE_NAME,
			);
			const arn = `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
			const needs = {
				what,
				which: `the table ${name}`,
				action: "dynamodb:GetItem",
				resource: arn,
				key: keyOf(manifest, "kms:Decrypt"),
				conditions: OUTCOME_CONDITIONS,
				next: `add dynamodb:GetItem to your role and set MAIL_TABLE_NAME to the table's ARN yourself; or ask for a rule that forwards its outcome events to your event bus`,
			};
			refuseOtherAccount(sender, queueArn, needs);
			return { name, arn };
		},
		payloadBucket() {
			const what = `send messages to ${sender.node.path} that are too long for the queue`;
			const { payloadBucketName: name } = known(manifest, what);
			if (name === undefined) {
				throw new Error(
					`Cannot ${what} as it was deployed by a version that has no bucket for them: ask its owner to update sqs-gmail-sender, and import its new manifest`,
				);
			}
			const { partition } = Arn.split(queueArn, ArnFormat.NO_RESOURCE_NAME);
			const arn = `arn:${partition}:s3:::${name}`;
			refuseOtherAccount(sender, queueArn, {
				what,
				which: `the bucket ${name}`,
				action: "s3:PutObject",
				key: keyOf(manifest, "kms:GenerateDataKey"),
				resource: Object.values(PAYLOAD_FOLDER).map((to) => `${arn}/${to}*`),
				conditions: undefined,
				next: "add s3:PutObject on its objects to your role and set MAIL_PAYLOAD_BUCKET yourself",
			});
			return { name, arn };
		},
	} satisfies Record<string, () => SenderPart>;
}

function keyOf(manifest: SenderManifest | undefined, action: string): string {
	const key = manifest?.encryptionKeyArn;
	return key === undefined
		? ""
		: ` and to let the same principal do ${action} with the key ${key}`;
}

function known(
	manifest: SenderManifest | undefined,
	what: string,
): SenderManifest {
	if (manifest !== undefined) return manifest;
	throw new Error(
		`Cannot ${what} as only its queue is known here: import it by GmailSender.fromManifest, and ask its owner for the value of its stack's output with Manifest in its name, as \`aws cloudformation describe-stacks\` prints it`,
	);
}

/** Whether the queue is surely another account's. An account that is known at the deployment only is taken for the same. */
export function isOtherAccount(scope: IConstruct, queueArn: string): boolean {
	const { account: own } = Stack.of(scope);
	if (Token.isUnresolved(own) || Token.isUnresolved(queueArn)) return false;
	return Arn.split(queueArn, ArnFormat.NO_RESOURCE_NAME).account !== own;
}

function refuseOtherAccount(
	sender: IConstruct,
	queueArn: string,
	needs: {
		readonly what: string;
		readonly which: string;
		readonly action: string;
		readonly resource: string | readonly string[];
		/** What its customer key has to allow besides; empty: it has none. */
		readonly key: string;
		readonly conditions: object | undefined;
		readonly next: string;
	},
): void {
	if (!isOtherAccount(sender, queueArn)) return;
	const { what, which, action, resource, key, conditions, next } = needs;
	const { account } = Stack.of(sender);
	const statement = {
		Effect: "Allow",
		Principal: { AWS: `arn:aws:iam::${account}:root` },
		Action: action,
		Resource: resource,
		...(conditions === undefined ? {} : { Condition: conditions }),
	};
	throw new Error(
		`Cannot ${what} from account ${account} as ${which} belongs to another one. Ask its owner to add this statement to the policy of ${which}${key}, then ${next}: ${JSON.stringify(statement)}`,
	);
}
