import type { BreakerConfig } from "../../../functions/breaker/config.ts";
import type { SendingConfig } from "../../../functions/send-email/config.ts";

const SHARED = {
	sender: "sim",
	mailbox: "me@example.com",
	smtpHost: "smtp.gmail.com",
	smtpPort: 587,
	tokenUrl: "https://oauth2.googleapis.com/token",
	secretArn: "secret",
	queueUrl: "source",
	deadLetterQueueUrl: "dead",
	tableName: "table",
	limits: { messages: 2000, recipients: 10_000 },
} as const;

/** As the construct sets it when nothing is asked for. Times in ms. */
export const SETTINGS = {
	maxConcurrency: 2,
	batchSize: 9,
	timeoutMs: 180_000,
	visibilityMs: 1_080_000,
	breakerTimeoutMs: 120_000,
} as const;

const DAY_SECONDS = 86_400;

export const SENDING_CONFIG: SendingConfig = {
	...SHARED,
	account: "123456789012",
	region: "us-east-1",
	fromName: "Shop",
	aliases: [],
	connections: 3,
	attemptBudget: 10,
	onAmbiguous: "resend",
	ledgerSeconds: 22 * DAY_SECONDS,
	producers: {},
	ids: "own",
	shares: {},
	onlyFor: {},
	highPriority: [],
	routes: [],
	defaultRoute: { to: "well.0@shop.test" },
	eventWord: "word",
	refusesUnverified: false,
	certificatesUrl: undefined,
	payloadBucket: "payloads",
	attachmentBuckets: ["files"],
	bucketOwners: new Map(),
};

export const BREAKER_CONFIG: BreakerConfig = {
	...SHARED,
	ehloName: "example.com",
	mappingId: "mapping",
	functionName: "breaker",
	logGroup: "log",
	breakerLogGroup: "breaker-log",
	retention: 7 * DAY_SECONDS,
	deadLetterRetention: 14 * DAY_SECONDS,
};
