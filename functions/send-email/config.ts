import { ENV, GOOGLE_TOKEN_URL, TOKEN_URL } from "../../core/contract.ts";
import type { MailRoute } from "../../core/event/route.ts";
import type { Limits } from "../../core/quota/limits.ts";
import { readEnvironment } from "../shared/read-environment.ts";

/** The function's settings, read once from its environment. */
export interface SendingConfig {
	readonly sender: string;
	/** Where the sender is. */
	readonly account: string;
	readonly region: string;
	readonly mailbox: string;
	readonly fromName: string;
	readonly aliases: readonly string[];
	readonly smtpHost: string;
	readonly smtpPort: number;
	/** Where access tokens come from. */
	readonly tokenUrl: string;
	readonly secretArn: string;
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly tableName: string;
	readonly connections: number;
	readonly attemptBudget: number;
	readonly onAmbiguous: "resend" | "hold";
	readonly ledgerSeconds: number;
	readonly producers: Readonly<Record<string, string>>;
	/** `shared`: the ids of all producers are one name space. */
	readonly ids: "shared" | "own";
	readonly highPriority: readonly string[];
	readonly shares: Readonly<Record<string, number>>;
	readonly limits: Limits;
	readonly routes: readonly MailRoute[];
	readonly defaultRoute: Omit<MailRoute, "match"> | undefined;
	/** By which an event shows that a rule of ours has sent it. */
	readonly eventWord: string;
	/** Events whose origin is not verified are not mailed. */
	readonly refusesUnverified: boolean;
	/** Where SNS is, if not at AWS: what the SDK knows by the same variable. */
	readonly certificatesUrl: string | undefined;
	/** Empty: the sender has none. */
	readonly payloadBucket: string;
	/** Buckets as `name`, or prefixes of keys in one as `name/prefix`. */
	readonly attachmentBuckets: readonly string[];
	/** Buckets of other accounts, and whose they are. */
	readonly bucketOwners: ReadonlyMap<string, string>;
	/** Producers, by name, that alone may use an alias or a place of attachments. */
	readonly onlyFor: Readonly<Record<string, readonly string[]>>;
}

/** @throws Error that names every variable that is missing or unreadable, all at once. */
export function readSendingConfig(
	env: Readonly<Record<string, string | undefined>>,
): SendingConfig {
	const { text, whole, json, httpsUrl, finish } = readEnvironment(env);
	const onAmbiguous = text(ENV.onAmbiguous);
	const aliases = json(ENV.aliases, "[]");
	const producers = json(ENV.producers, "{}");
	const highPriority = json(ENV.highPriority, "[]");
	const shares = json(ENV.shares, "{}");
	const routes = json(ENV.routes, "[]");
	const attachmentBuckets = json(ENV.attachmentBuckets, "[]");
	const bucketOwners = json(ENV.bucketOwners, "{}");
	const onlyFor = json(ENV.onlyFor, "{}");
	const queueUrl = text(ENV.queueUrl);
	const config: SendingConfig = {
		sender: text(ENV.sender),
		account: /\/(\d{12})\//.exec(queueUrl)?.[1] ?? "",
		region: env.AWS_REGION ?? "",
		mailbox: text(ENV.mailbox),
		fromName: env[ENV.fromName] ?? "",
		aliases: Array.isArray(aliases) ? aliases.map(String) : [],
		smtpHost: text(ENV.smtpHost),
		smtpPort: whole(ENV.smtpPort),
		tokenUrl: httpsUrl(TOKEN_URL, GOOGLE_TOKEN_URL),
		secretArn: text(ENV.secretArn),
		queueUrl,
		deadLetterQueueUrl: text(ENV.deadLetterQueueUrl),
		tableName: text(ENV.tableName),
		connections: whole(ENV.connections),
		attemptBudget: whole(ENV.attemptBudget),
		onAmbiguous: onAmbiguous === "hold" ? "hold" : "resend",
		ledgerSeconds: whole(ENV.ledgerSeconds),
		producers: Object.fromEntries(
			Object.entries(producers ?? {}).map(([id, name]) => [id, String(name)]),
		),
		ids: env[ENV.ids] === "shared" ? "shared" : "own",
		highPriority: Array.isArray(highPriority) ? highPriority.map(String) : [],
		shares: Object.fromEntries(
			Object.entries(shares ?? {}).map(([name, share]) => [
				name,
				Number(share),
			]),
		),
		limits: {
			messages: whole(ENV.messageLimit),
			recipients: whole(ENV.recipientLimit),
		},
		// Checked when the stack was synthesized.
		routes: Array.isArray(routes) ? routes : [],
		defaultRoute:
			(env[ENV.defaultRoute] ?? "") === ""
				? undefined
				: (json(ENV.defaultRoute, "{}") as Omit<MailRoute, "match">),
		eventWord: env[ENV.eventWord] ?? "",
		refusesUnverified: env[ENV.unverifiedEvents] === "refuse",
		certificatesUrl: env.AWS_ENDPOINT_URL,
		payloadBucket: env[ENV.payloadBucket] ?? "",
		onlyFor: Object.fromEntries(
			Object.entries(onlyFor ?? {}).map(([what, names]) => [
				what,
				Array.isArray(names) ? names.map(String) : [],
			]),
		),
		attachmentBuckets: Array.isArray(attachmentBuckets)
			? attachmentBuckets.map(String)
			: [],
		bucketOwners: new Map(
			Object.entries(bucketOwners ?? {}).map(([bucket, owner]) => [
				bucket,
				String(owner),
			]),
		),
	};
	finish("the sender");
	return config;
}
