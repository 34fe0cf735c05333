import { Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { BUDGET } from "../../../core/contract.ts";
import type { GmailSenderProps } from "../gmail-sender-props.ts";
import {
	type DailyLimits,
	isMailboxType,
	limitsOf,
	type MailboxType,
} from "./daily-limits.ts";

/** The props with every number worked out. Times in seconds. */
export interface Settings {
	readonly name: string;
	readonly mailbox: string;
	readonly fromName: string;
	readonly aliases: readonly string[];
	/** Producers, by name, that alone may use an alias. */
	readonly aliasProducers: Readonly<Record<string, readonly string[]>>;
	readonly mailboxOwner: string | undefined;
	readonly runbookUrl: string | undefined;
	readonly smtpHost: string;
	readonly smtpPort: number;
	readonly connections: number;
	readonly maxConcurrency: number;
	readonly batchSize: number;
	readonly timeout: number;
	readonly visibilityTimeout: number;
	readonly retention: number;
	readonly deadLetterRetention: number;
	readonly ledgerRetention: number;
	readonly attemptBudget: number;
	readonly onAmbiguous: "resend" | "hold";
	readonly ids: "own" | "shared";
	readonly unverifiedEvents: "mail" | "refuse";
	/** undefined: not told, and the mailbox does not tell. */
	readonly mailboxType: MailboxType | undefined;
	/** Messages and recipients in 24 hours. */
	readonly limits: DailyLimits;
}

const DAY = 86_400;
/** An alarm's name, with the sender's in front, has to fit into the subject of its mail. */
export const LONGEST_NAME = 30;

/** Works out the defaults that depend on other props. */
export function settingsOf(
	props: Omit<GmailSenderProps, "allowProducers">,
	usualName: string,
): Settings {
	const connections = props.connectionsPerFunction ?? 3;
	const batchSize =
		props.batchSize ?? Math.max(1, Math.floor(10 / connections) * connections);
	const timeout =
		props.timeout?.toSeconds() ??
		Math.ceil(smtpBudget(batchSize, connections) / 60) * 60;
	const retention = props.retention?.toSeconds() ?? 7 * DAY;
	const deadLetterRetention =
		props.deadLetterRetention?.toSeconds() ?? 14 * DAY;
	const smtpHost = props.smtpHost ?? "smtp.gmail.com";
	const mailboxType = props.mailboxType ?? typeOf(props.mailbox);
	// A type that is missing or unknown is refused when the settings are checked.
	const usual = limitsOf(
		isMailboxType(mailboxType) ? mailboxType : "consumer",
		smtpHost,
	);
	return {
		name: props.name ?? usualName,
		mailbox: props.mailbox,
		fromName: props.fromName ?? "",
		aliases: (props.aliases ?? []).map((alias) =>
			typeof alias === "string" ? alias : alias.address,
		),
		aliasProducers: Object.fromEntries(
			(props.aliases ?? []).flatMap((alias) =>
				typeof alias === "string" ? [] : [[alias.address, alias.producers]],
			),
		),
		mailboxOwner: props.mailboxOwner,
		runbookUrl: props.runbookUrl,
		smtpHost,
		smtpPort: props.smtpPort ?? 587,
		connections,
		maxConcurrency: props.maxConcurrency ?? 2,
		batchSize,
		timeout,
		// What Lambda asks for, and longer than the lease of a claim: with less, a batch that is still at work is received again.
		visibilityTimeout: 6 * timeout,
		retention,
		deadLetterRetention,
		// With less, a late redrive sends twice.
		ledgerRetention: retention + deadLetterRetention + DAY,
		attemptBudget: props.attemptBudget ?? 10,
		onAmbiguous: props.onAmbiguous ?? "resend",
		ids: props.ids ?? "own",
		unverifiedEvents: props.unverifiedEvents ?? "mail",
		mailboxType,
		limits: {
			messages: props.dailyMessageLimit ?? usual.messages,
			recipients: props.dailyRecipientLimit ?? usual.recipients,
		},
	};
}

/** Unique in an account: two stacks with a construct of the same id share no alarm and no metric. */
export function usualName(scope: Construct): string {
	const { stackName, nested } = Stack.of(scope);
	const path = scope.node.path.split("/");
	const plain = [
		...(Token.isUnresolved(stackName) ? [] : [stackName]),
		...path.slice(1),
	].join("-");
	const name = plain.replace(/[^A-Za-z0-9-]+/g, "-");
	if (name === plain && name.length <= LONGEST_NAME && !nested) return name;
	// Cut or mended names may meet; the construct's own address never does.
	const suffix = `-${scope.node.addr.slice(-8)}`;
	return name.slice(-(LONGEST_NAME - suffix.length)) + suffix;
}

/** Seconds a batch may take when every SMTP time-out is used to the full. */
export function smtpBudget(batchSize: number, connections: number): number {
	return (
		BUDGET.state +
		BUDGET.login +
		Math.ceil(batchSize / connections) * BUDGET.send +
		BUDGET.settle
	);
}

function typeOf(mailbox: string): MailboxType | undefined {
	return /@(gmail|googlemail)\.com$/i.test(mailbox) ? "consumer" : undefined;
}
