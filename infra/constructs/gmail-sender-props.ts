import type { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IVpc, SubnetSelection } from "aws-cdk-lib/aws-ec2";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { MailRoute } from "../../core/event/route.ts";
import type { Producers } from "./access/producers.ts";
import type { AttachmentBucket } from "./functions/attachment-buckets.ts";

/** Settings of a sender: one Google mailbox with its queue, function and alarms. */
export interface GmailSenderProps {
	/** The Google mailbox that sends, by its primary address: Google refuses a login with an alias. */
	readonly mailbox: string;

	/**
	 * The type of the Google account, which determines its daily limits: `consumer` 500 messages and recipients,
	 * `workspace` 2,000 and 10,000, `workspace-trial` 500. Required unless the mailbox is a gmail.com address.
	 * @default - consumer for gmail.com
	 */
	readonly mailboxType?: "consumer" | "workspace" | "workspace-trial";

	/**
	 * Messages the sender may send in 24 hours. Set it below the account's limit if people also use the mailbox.
	 * @default - the limit of mailboxType
	 */
	readonly dailyMessageLimit?: number;

	/**
	 * Recipients the sender may reach in 24 hours.
	 * @default - the limit of mailboxType
	 */
	readonly dailyRecipientLimit?: number;

	/**
	 * Name of the sender in metrics, alarms, logs and outcome events: 1 to 30 letters, digits and hyphens. It must
	 * be unique per account and region.
	 * @default - the stack's name and the construct's path in it
	 */
	readonly name?: string;

	/**
	 * Display name in From.
	 * @default - none, recipients see the address
	 */
	readonly fromName?: string;

	/**
	 * Additional addresses allowed in a message's `from`, for every producer or for the listed ones:
	 * `{ address: "billing@example.com", producers: ["billing"] }`. Google rewrites addresses that the account has not verified.
	 * @default - none
	 */
	readonly aliases?: readonly (
		| string
		| { readonly address: string; readonly producers: readonly string[] }
	)[];

	/**
	 * Who can sign in to the mailbox and create an App Password. Included in every alarm that needs them.
	 * @default - not named
	 */
	readonly mailboxOwner?: string;

	/**
	 * The https URL of your runbook. Every alarm links to its own section.
	 * @default - no link
	 */
	readonly runbookUrl?: string;

	/**
	 * SMTP server. For a Workspace relay: `smtp-relay.gmail.com`.
	 * @default smtp.gmail.com
	 */
	readonly smtpHost?: string;

	/**
	 * SMTP port: 587 uses STARTTLS, 465 uses TLS from the start. Lambda blocks 25.
	 * @default 587
	 */
	readonly smtpPort?: number;

	/**
	 * SMTP connections per execution environment, 1 to 10. Multiplied by `maxConcurrency`, at most 10.
	 * @default 3
	 */
	readonly connectionsPerFunction?: number;

	/**
	 * Execution environments that send concurrently, 2 to 1000 (the Lambda minimum is 2).
	 * @default 2
	 */
	readonly maxConcurrency?: number;

	/**
	 * Messages per invocation, 1 to 10.
	 * @default - the largest multiple of connectionsPerFunction up to 10, so that no connection is idle
	 */
	readonly batchSize?: number;

	/**
	 * Timeout of the function. The queue's visibility timeout is six times as long.
	 * @default - the SMTP time budget of one batch, rounded up to minutes
	 */
	readonly timeout?: Duration;

	/**
	 * How long the queue keeps waiting mail, and thus how long an account outage may last.
	 * @default Duration.days(7)
	 */
	readonly retention?: Duration;

	/**
	 * How long dead letters are kept, counted from when they were first sent. Must exceed `retention`. The ledger
	 * keeps a message for both retention periods plus a day after its last write.
	 * @default Duration.days(14)
	 */
	readonly deadLetterRetention?: Duration;

	/**
	 * Path of the templates folder, relative to the working directory. It has one folder per template, with the name
	 * that messages use, its Liquid files and the JSON Schema of its data. The synth validates them.
	 * @default - none, messages contain their subject, text and html
	 */
	readonly templates?: string;

	/**
	 * Temporary refusals of one message (mailbox full, greylisting) before it is dead-lettered, 1 to 100. Account
	 * failures don't count.
	 * @default 10
	 */
	readonly attemptBudget?: number;

	/**
	 * What to do when the connection is lost after the final dot and nobody knows whether Google took the message.
	 * `resend` sends the same bytes once more; a second doubt goes to the dead-letter queue as `in-doubt`. With
	 * `hold`, the first doubt does.
	 * @default resend
	 */
	readonly onAmbiguous?: "resend" | "hold";

	/**
	 * Whether each producer has its own name space for ids (`own`), or all use one (`shared`), where the first to
	 * use an id owns it.
	 * @default own
	 */
	readonly ids?: "own" | "shared";

	/**
	 * Topic for alarms that need immediate action. Its policy, and that of a customer managed key, must
	 * allow `cloudwatch.amazonaws.com`; the AWS managed key `alias/aws/sns` does not, and the alarms never arrive.
	 * @default - a new topic
	 */
	readonly pageTopic?: ITopic;

	/**
	 * Topic for alarms that can wait until morning. Its policy, and that of a customer managed key, must
	 * allow `cloudwatch.amazonaws.com`; the AWS managed key `alias/aws/sns` does not, and the alarms never arrive.
	 * @default - a new topic
	 */
	readonly ticketTopic?: ITopic;

	/**
	 * How long logs are kept.
	 * @default RetentionDays.ONE_MONTH
	 */
	readonly logRetention?: RetentionDays;

	/**
	 * What happens to queues, table, secret and bucket when they are removed from the stack. A non-empty bucket
	 * can't be deleted.
	 * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
	 */
	readonly removalPolicy?: RemovalPolicy;

	/**
	 * Secret with the App Password, as a plain string or JSON `{ "user"?, "appPassword" }`, or with an OAuth credential:
	 * `{ "user"?, "clientId", "clientSecret", "refreshToken" }` or `{ "user"?, "serviceAccount" }`, Google's key file.
	 * @default - a new secret with an empty App Password; store one with `npx sqs-gmail-sender set-password`
	 */
	readonly secret?: ISecret;

	/**
	 * Key for queues, table, secret and bucket. Its policy must then also allow the AWS services that publish.
	 * @default - SQS-managed encryption, which allows AWS services to publish
	 */
	readonly encryptionKey?: IKey;

	/**
	 * VPC of the function. It needs a NAT gateway to reach Google.
	 * @default - no VPC
	 */
	readonly vpc?: IVpc;

	/**
	 * Subnets of the function in that VPC.
	 * @default - the VPC's private subnets
	 */
	readonly vpcSubnets?: SubnetSelection;

	/**
	 * Memory of the function in MiB.
	 * @default 512
	 */
	readonly memorySize?: number;

	/**
	 * Accounts and organizations whose workloads and AWS services may publish, in addition to those of this app with
	 * permission from `grantSend` or a helper (`MailSubscription`, `MailRuleTarget`, …).
	 * @default - none
	 */
	readonly allowProducers?: readonly Producers[];

	/**
	 * How AWS service events become mail. The first matching route applies. Recipients come from the route, never
	 * the event.
	 * @default - none
	 */
	readonly routes?: readonly MailRoute[];

	/**
	 * Route for events that match no other.
	 * @default - none, they go to the dead-letter queue as `no-route`
	 */
	readonly defaultRoute?: Omit<MailRoute, "match">;

	/**
	 * What happens to events of unverified origin, which anyone with permission to send to the queue can forge.
	 * Verified events come from a `MailRuleTarget` or `MailAlarmRule` in the sender's app, or have an SNS signature
	 * for a topic that a route names. `mail` sends them, never as urgent, and the mail's first line says so.
	 * `refuse` moves them to the dead-letter queue as `no-route`.
	 * @default mail
	 */
	readonly unverifiedEvents?: "mail" | "refuse";

	/**
	 * Buckets that messages may attach objects from. Every producer can mail any of their objects to anyone. Use
	 * buckets that contain only objects to be mailed, or limit a bucket to a key prefix, `{ bucket, prefix:
	 * "invoices/" }`, or to producers, `{ bucket, producers: ["billing"] }`. Import a bucket of another account with
	 * its account, `Bucket.fromBucketAttributes(this, "Files", { bucketName, account })`: the sender reads a bucket
	 * only while that account owns it.
	 * @default - none
	 */
	readonly attachmentBuckets?: readonly AttachmentBucket[];

	/**
	 * A CloudWatch dashboard for the sender ($3 a month beyond the account's first three).
	 * @default false
	 */
	readonly dashboard?: boolean;
}
