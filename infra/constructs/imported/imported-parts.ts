import { Arn, ArnFormat, Stack, Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { PAYLOAD_FOLDER } from "../../../core/contract.ts";
import { SPACE } from "../../../core/delivery/space.ts";
import type { SenderManifest } from "../../../core/manifest.ts";
import type { Parts } from "../access/producer-grants.ts";
import { outcomeConditions } from "../access/producer-grants.ts";
import { roleSpace } from "../access/producer-names.ts";

/** Table and bucket of a sender of another stack, as its manifest names them. */
export function importedParts(
	sender: IConstruct,
	queueArn: string,
	manifest: SenderManifest | undefined,
): Parts {
	const { region, account, partition } = Arn.split(
		queueArn,
		ArnFormat.NO_RESOURCE_NAME,
	);
	const refuse = (needs: Needs) =>
		refuseOtherAccount(sender, queueArn, needs, manifest?.encryptionKeyArn);
	return {
		table() {
			const what = `read what became of mail of ${sender.node.path}`;
			const { tableName: name } = known(manifest, what);
			const arn = `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
			refuse({
				what,
				which: `the table ${name}`,
				keyAction: "kms:Decrypt",
				statement: {
					Action: "dynamodb:GetItem",
					Resource: arn,
					Condition: outcomeConditions("<producer>"),
				},
				next: `add dynamodb:GetItem to your role and set MAIL_TABLE_NAME to the table's ARN and MAIL_PRODUCER to <producer> yourself, which is the name that the owner has given your role, or the role's id; or hear of its outcome events by MailOutcomes`,
			});
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
			const arn = `arn:${partition}:s3:::${name}`;
			refuse({
				what,
				which: `the bucket ${name}`,
				keyAction: "kms:GenerateDataKey",
				statement: {
					Action: "s3:PutObject",
					Resource: Object.values(PAYLOAD_FOLDER).map((to) => `${arn}/${to}*`),
				},
				next: "add s3:PutObject on its objects to your role and set MAIL_PAYLOAD_BUCKET yourself",
			});
			return { name, arn };
		},
		spaceOf: (grantee) =>
			manifest?.ids === "shared" ? SPACE.shared : roleSpace(grantee),
		// Names lie in the sender's own stack.
		nameAlike() {},
	};
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

/** What the owner of a part has to allow. */
interface Needs {
	readonly what: string;
	readonly which: string;
	/** For its policy, as the template would have it. */
	readonly statement: object;
	/** What its customer key has to allow besides, if it has one. */
	readonly keyAction: string;
	readonly next: string;
}

function refuseOtherAccount(
	sender: IConstruct,
	queueArn: string,
	{ what, which, statement, keyAction, next }: Needs,
	keyArn: string | undefined,
): void {
	if (!isOtherAccount(sender, queueArn)) return;
	const { account } = Stack.of(sender);
	const { partition } = Arn.split(queueArn, ArnFormat.NO_RESOURCE_NAME);
	const key =
		keyArn === undefined
			? ""
			: ` and to let the same principal do ${keyAction} with the key ${keyArn}`;
	const whole = {
		Effect: "Allow",
		Principal: { AWS: `arn:${partition}:iam::${account}:root` },
		...statement,
	};
	throw new Error(
		`Cannot ${what} from account ${account} as ${which} belongs to another one. Ask its owner to add this statement to the policy of ${which}${key}, then ${next}: ${JSON.stringify(whole)}`,
	);
}
