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
	 * What kind of account the mailbox is; its daily limits follow from it: `consumer` 500 messages and
	 * recipients, `workspace` 2,000 and 10,000, `workspace-trial` 500.
	 * Required unless the mailbox is of gmail.com: a domain does not tell.
	 * @default - consumer for gmail.com
	 */
	readonly mailboxType?: "consumer" | "workspace" | "workspace-trial";

	/**
	 * Messages the sender may send in 24 hours; less than the account's limit when people use the mailbox, too.
	 * @default - the limit of mailboxType
	 */
	readonly dailyMessageLimit?: number;

	/**
	 * Recipients the sender may reach in 24 hours.
	 * @default - the limit of mailboxType
	 */
	readonly dailyRecipientLimit?: number;

	/**
	 * Name of the sender in metrics, alarms, logs and outcome events: 1 to 30 letters, digits and hyphens.
	 * It has to be unique in an account and region.
	 * @default - the stack's name and the construct's path in it
	 */
	readonly name?: string;

	/**
	 * Display name in From.
	 * @default - none, recipients see the address
	 */
	readonly fromName?: string;

	/**
	 * Further addresses that a message's `from` may name, by every producer or by those that are named:
	 * `{ address: "billing@example.com", producers: ["billing"] }`. Google rewrites any that the account has not verified.
	 * @default - none
	 */
	readonly aliases?: readonly (
		| string
		| { readonly address: string; readonly producers: readonly string[] }
	)[];

	/**
	 * Who can sign in to the mailbox and make a new App Password; stands in every alarm that needs them.
	 * @default - not named
	 */
	readonly mailboxOwner?: string;

	/**
	 * Address of your runbook, https; every alarm links to it with its own anchor.
	 * @default - no link
	 */
	readonly runbookUrl?: string;

	/**
	 * SMTP server. For a Workspace relay: `smtp-relay.gmail.com`.
	 * @default smtp.gmail.com
	 */
	readonly smtpHost?: string;

	/**
	 * SMTP port: 587 upgrades by STARTTLS, 465 starts with TLS. 25 is blocked from Lambda.
	 * @default 587
	 */
	readonly smtpPort?: number;

	/**
	 * SMTP connections of one function environment, 1 to 10. Times `maxConcurrency` at most 10 in all.
	 * @default 3
	 */
	readonly connectionsPerFunction?: number;

	/**
	 * Environments that send at the same time, 2 to 1000 (Lambda's minimum is 2).
	 * @default 2
	 */
	readonly maxConcurrency?: number;

	/**
	 * Messages per invocation, 1 to 10.
	 * @default - the largest multiple of connectionsPerFunction up to 10, so that no connection idles
	 */
	readonly batchSize?: number;

	/**
	 * Time-out of the function; a message under way is hidden from others for six times as long.
	 * @default - the SMTP time budget of one batch, rounded up to minutes
	 */
	readonly timeout?: Duration;

	/**
	 * How long the queue keeps waiting mail: what an outage of the account may last.
	 * @default Duration.days(7)
	 */
	readonly retention?: Duration;

	/**
	 * How long dead letters are kept, counted from when they were first sent: more than `retention`.
	 * The ledger remembers a message for both retentions and a day after its last write.
	 * @default Duration.days(14)
	 */
	readonly deadLetterRetention?: Duration;

	/**
	 * Path of a folder with the mail's templates: in it a folder for each, named as messages name it, with its Liquid
	 * files and the JSON Schema of its data. Relative to where the app runs. They are checked at synth.
	 * @default - none, messages bring their finished subject, text and html
	 */
	readonly templates?: string;

	/**
	 * Passing refusals of one message (mailbox full, greylisting) before it is dead-lettered, 1 to 100.
	 * Failures of the account never count.
	 * @default 10
	 */
	readonly attemptBudget?: number;

	/**
	 * What to do when the connection is lost after the final dot, and nobody knows whether Google took
	 * the message. `resend`: the same bytes once more; a second doubt goes to the dead-letter queue as
	 * `in-doubt`. `hold`: the first doubt goes there.
	 * @default resend
	 */
	readonly onAmbiguous?: "resend" | "hold";

	/**
	 * Whether each producer's ids are its own, or those of all are one name space (`shared`): then whoever is first
	 * with an id has it.
	 * @default own
	 */
	readonly ids?: "own" | "shared";

	/**
	 * Topic for alarms that have to wake somebody. Its policy has to let `cloudwatch.amazonaws.com` publish.
	 * @default - a new topic
	 */
	readonly pageTopic?: ITopic;

	/**
	 * Topic for alarms that can wait until the morning. Its policy has to let `cloudwatch.amazonaws.com` publish.
	 * @default - a new topic
	 */
	readonly ticketTopic?: ITopic;

	/**
	 * How long logs are kept.
	 * @default RetentionDays.ONE_MONTH
	 */
	readonly logRetention?: RetentionDays;

	/**
	 * What happens to queues, table, secret and bucket when they leave the stack. A bucket that is not empty
	 * can't be deleted.
	 * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
	 */
	readonly removalPolicy?: RemovalPolicy;

	/**
	 * Secret with the App Password: a bare string, or JSON `{ "user"?, "appPassword" }`. Or with an OAuth credential:
	 * `{ "user"?, "clientId", "clientSecret", "refreshToken" }` or `{ "user"?, "serviceAccount" }`, Google's key file.
	 * @default - a new secret with an empty App Password; store one with `npx sqs-gmail-sender set-password`
	 */
	readonly secret?: ISecret;

	/**
	 * Key for queues, table, secret and bucket. AWS services that publish to the queue then need the key's policy, too.
	 * @default - SQS-managed encryption, which lets AWS services publish
	 */
	readonly encryptionKey?: IKey;

	/**
	 * VPC of the function. It needs a NAT gateway to reach Google, or it cannot send.
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
	 * Accounts and organizations whose workloads and AWS services may publish, besides those of this app
	 * that `grantSend` or one of the helpers (`MailSubscription`, `MailRuleTarget`, …) lets.
	 * @default - none
	 */
	readonly allowProducers?: readonly Producers[];

	/**
	 * How events of AWS services become mail; the first that fits counts. Recipients come from here,
	 * never from the event.
	 * @default - none
	 */
	readonly routes?: readonly MailRoute[];

	/**
	 * Route for events that no other one fits.
	 * @default - none, they go to the dead-letter queue as `no-route`
	 */
	readonly defaultRoute?: Omit<MailRoute, "match">;

	/**
	 * What becomes of an event whose origin is not verified: whoever may send to the queue can have made it up. Verified
	 * is what a `MailRuleTarget` or `MailAlarmRule` of the sender's own app sends, and what SNS has signed for a topic
	 * that a route names. `mail`: it is mailed, never as urgent, and the mail says so in its first line. `refuse`: it goes
	 * to the dead-letter queue as `no-route`.
	 * @default mail
	 */
	readonly unverifiedEvents?: "mail" | "refuse";

	/**
	 * Buckets that messages may name attachments in. Every producer of the sender can have any object of
	 * them mailed to anybody: give buckets that hold nothing but what is to be mailed, or name the beginning
	 * of the keys that do, such as `{ bucket, prefix: "invoices/" }`, or the producers that alone may name them,
	 * `{ bucket, producers: ["billing"] }`. A bucket of another account is imported with it,
	 * `Bucket.fromBucketAttributes(this, "Files", { bucketName, account })`: a bucket is read only while it
	 * is of the account that the app knows of it.
	 * @default - none
	 */
	readonly attachmentBuckets?: readonly AttachmentBucket[];

	/**
	 * A CloudWatch dashboard for the sender ($3 a month beyond the account's first three).
	 * @default false
	 */
	readonly dashboard?: boolean;
}
