/** Names and numbers that the function, the stack, the local run and the operator's commands share. */

/** Environment variables of the sending function. */
export const ENV = {
	sender: "SENDER_NAME",
	mailbox: "MAILBOX",
	fromName: "FROM_NAME",
	/** JSON array of addresses that `from` may name besides the mailbox. */
	aliases: "ALIASES",
	smtpHost: "SMTP_HOST",
	smtpPort: "SMTP_PORT",
	secretArn: "SECRET_ARN",
	queueUrl: "QUEUE_URL",
	deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
	tableName: "TABLE_NAME",
	connections: "CONNECTIONS",
	attemptBudget: "ATTEMPT_BUDGET",
	onAmbiguous: "ON_AMBIGUOUS",
	/** Seconds a ledger row outlives its last write. */
	ledgerSeconds: "LEDGER_SECONDS",
	/** JSON object: the part of SQS's SenderId before the colon → the producer's name. */
	producers: "PRODUCERS",
	/** `shared`: ids of all producers are one name space; else each has its own. */
	ids: "IDS",
	/** JSON array of the producers whose `priority: "high"` counts, by name. */
	highPriority: "HIGH_PRIORITY",
	/** JSON object: a producer's name → the most of the daily limit that it may use, 0 to 1. */
	shares: "SHARES",
	/** Messages and recipients that the mailbox may send in 24 hours. */
	messageLimit: "MESSAGE_LIMIT",
	recipientLimit: "RECIPIENT_LIMIT",
	/** JSON array of `MailRoute`: how events of AWS services become mail. */
	routes: "ROUTES",
	/** JSON object, a `MailRoute` without `match`, for events that no route matches; empty: none. */
	defaultRoute: "DEFAULT_ROUTE",
	/** What rules of ours put into events, so that nobody else can make these up. */
	eventWord: "EVENT_WORD",
	/** `refuse`: events whose origin is not verified are dead-lettered; else they are mailed. */
	unverifiedEvents: "UNVERIFIED_EVENTS",
	/** Bucket with the bodies that are too long for the queue. */
	payloadBucket: "PAYLOAD_BUCKET",
	/** JSON object: an alias, or a place of attachments → the names of the producers that alone may use it. */
	onlyFor: "ONLY_FOR",
	/** JSON array of what attachments may be read from: buckets as `name`, or prefixes of keys as `name/prefix`. */
	attachmentBuckets: "ATTACHMENT_BUCKETS",
	/** JSON object: a bucket of another account → that account; absent: none is. */
	bucketOwners: "BUCKET_OWNERS",
} as const;

/** Files beside the bundle of a sender that has templates: the checked templates, and what renders them. */
export const TEMPLATES_FILE = "templates.json";
export const TEMPLATE_ENGINE_FILE = "templates.mjs";

/** Address of the inbox and of the look-alike Gmail's controls: only the local stack has this variable. */
export const LOCAL_INBOX = "LOCAL_INBOX_URL";

/** Where both functions get OAuth access tokens, if not from Google: only the local stack has this variable. */
export const TOKEN_URL = "OAUTH_TOKEN_URL";
export const GOOGLE_TOKEN_URL = "https://oauth2.googleapis.com/token";

/** Environment variables that only the breaker function has, besides those it shares with the sending one. */
export const BREAKER_ENV = {
	mappingId: "MAPPING_ID",
	/** Log group of the sending function. */
	logGroup: "SENDING_LOG_GROUP",
	/** Seconds the queue, and the dead-letter queue, keep a message. */
	retention: "RETENTION_SECONDS",
	deadLetterRetention: "DEAD_LETTER_RETENTION_SECONDS",
} as const;

/** Environment variables of a producer that uses the publisher library; `connect` sets them. */
export const PUBLISHER_ENV = {
	queueUrl: "MAIL_QUEUE_URL",
	queueArn: "MAIL_QUEUE_ARN",
	/** For messages that are too long for the queue. */
	payloadBucket: "MAIL_PAYLOAD_BUCKET",
	/** For outcomes: the table, and the name space of the producer's ids. */
	tableName: "MAIL_TABLE_NAME",
	producer: "MAIL_PRODUCER",
	/** For mail at a later time: whom EventBridge Scheduler acts as, and where it keeps the schedules. */
	schedulerRoleArn: "MAIL_SCHEDULER_ROLE_ARN",
	scheduleGroup: "MAIL_SCHEDULE_GROUP",
} as const;

/** Keys of the bodies that are too long for the queue: those for now, and those that a schedule queues later. */
export const PAYLOAD_FOLDER = {
	now: "messages/",
	scheduled: "scheduled/",
} as const;

/** How far ahead a body that is too long for EventBridge Scheduler can be scheduled: the bucket keeps it so long. */
export const LONGEST_SCHEDULED_PAYLOAD_DAYS = 365;

/** The mailbox's room: the most SMTP connections all functions together may hold. */
export const MAX_CONNECTIONS = 10;

/** SMTP time budget in seconds; the stack checks the function's time-out against it. */
export const BUDGET = {
	/** Breaker, secret and the first claim, before a login is tried. */
	state: 10,
	/** DNS, TCP, greeting, STARTTLS and AUTH of one connection, and before it an access token if one is needed. */
	login: 30,
	/** One message, from MAIL to the reply to the final dot. */
	send: 40,
	/** What is left after the last send: ledger, dead letters, visibility, events. */
	settle: 20,
} as const;

/** Lease of a claim beyond the invocation's deadline, in seconds. */
export const LEASE_MARGIN_SECONDS = 30;

/** The most bytes of a message that the queue takes: room is kept for our dead-letter attribute. */
export const MAX_MESSAGE_BYTES = 1_048_576 - 16_384;

/** Seconds for which the queue may keep a message: what `retention` allows. */
export const RETENTION = { shortest: 86_400, longest: 13 * 86_400 } as const;

/** SQS's own limit, in seconds, for how long a message stays invisible after it was received. */
export const MAX_VISIBILITY_SECONDS = 43_200;

/** Lambda's own limit for a function's time-out, in seconds. */
export const MAX_TIMEOUT_SECONDS = 900;

/** Seconds from one round of the breaker function to the next. */
export const ROUND_SECONDS = 60;

/** Percent of the daily limit from which on operators are told. */
export const QUOTA_NEAR_PERCENT = 80;

/** Receives before SQS itself moves a message: a net for crashes only. */
export const MAX_RECEIVE_COUNT = 1000;

/** The one message attribute with everything we know of a dead letter, as JSON. */
export const DEAD_LETTER_ATTRIBUTE = "GmailSender";

export const TABLE = {
	key: "pk",
	ttl: "expiresAt",
	deadLetterIndex: "dead-letters",
	/** Keys of the index; only rows of dead letters have them. */
	deadCause: "deadCause",
	deadAt: "deadAt",
	/** What became of a message: with its key and cause, all that a producer may read. */
	state: "state",
	updatedAt: "updatedAt",
} as const;

export const tableKey = {
	/** Of one id in its producer's name space. */
	message: (space: string, id: string) => `of#${space}#${id}`,
	dead: (sqsMessageId: string) => `dead#${sqsMessageId}`,
	/** That a record is being read. */
	reading: (sqsMessageId: string) => `reading#${sqsMessageId}`,
	breaker: (mailbox: string) => `breaker#${mailbox.toLowerCase()}`,
	quota: (mailbox: string) => `quota#${mailbox.toLowerCase()}`,
	/** What the breaker function saw last. */
	lastRound: (mailbox: string) => `last-round#${mailbox.toLowerCase()}`,
} as const;

/** Key of the item with the key that hashes recipients' addresses. */
export const RECIPIENT_KEY = "recipient-key";

/** Key of the item with the names that producers' roles have been granted. */
export const PRODUCER_NAMES_KEY = "producer-names";

export const METRIC_NAMESPACE = "SqsGmailSender";
export const DIMENSION = {
	sender: "Sender",
	producer: "Producer",
} as const;

/** All producers without a granted name are counted as one: names are made up at no cost. */
export const OTHERS = "others";

/** Every metric that the functions emit, with its unit. Dead letters are also counted by producer. */
export const METRIC = {
	sent: { name: "Sent", unit: "Count" },
	deadLettered: { name: "DeadLettered", unit: "Count" },
	inDoubt: { name: "InDoubt", unit: "Count" },
	/** How long nothing has been let out while mail waits. */
	blocked: { name: "Blocked", unit: "Seconds" },
	oldestDeadLetter: { name: "OldestDeadLetter", unit: "Seconds" },
	/** So much is in flight that SQS may soon hand out nothing. */
	crowded: { name: "Crowded", unit: "Count" },
	quotaUsed: { name: "QuotaUsed", unit: "Percent" },
	authRefused: { name: "AuthRefused", unit: "Count" },
	quotaExhausted: { name: "QuotaExhausted", unit: "Count" },
	gmailUnavailable: { name: "GmailUnavailable", unit: "Count" },
	misconfigured: { name: "Misconfigured", unit: "Count" },
	heldTooLong: { name: "HeldTooLong", unit: "Count" },
	/** Producers that the sender itself holds. */
	producersHeld: { name: "ProducersHeld", unit: "Count" },
	stalled: { name: "Stalled", unit: "Count" },
	/** The event source mapping is not as the breaker wants it. */
	mappingAstray: { name: "MappingAstray", unit: "Count" },
	/** One for each minute that the breaker function was well. */
	ticks: { name: "Ticks", unit: "Count" },
	stateUnreachable: { name: "StateUnreachable", unit: "Count" },
	eventsLost: { name: "EventsLost", unit: "Count" },
} as const;
export type MetricKey = keyof typeof METRIC;

/** Gauges of the breaker: 1 while it is open for this reason, 0 else. */
export const BREAKER_GAUGE = {
	auth: "authRefused",
	"auth-throttle": "gmailUnavailable",
	quota: "quotaExhausted",
	rate: "gmailUnavailable",
	transient: "gmailUnavailable",
	config: "misconfigured",
	policy: "misconfigured",
	"bad-message": "misconfigured",
	"bad-recipient": "misconfigured",
} as const satisfies Record<string, MetricKey>;

/** EventBridge detail-types of the outcome events, by outcome. */
export const EVENT_TYPE = {
	sent: "Email Sent",
	failed: "Email Failed",
	expired: "Email Expired",
	"in-doubt": "Email In Doubt",
} as const;
export type OutcomeEvent = keyof typeof EVENT_TYPE;

/**
 * Error names for a state machine's Catch, by what became of a mail whose outcome it waits for.
 * A sent one ends the task well, with the output `{ "id", "outcome": "sent" }`.
 */
export const TASK_ERROR = {
	"bad-message": "SqsGmailSender.BadMessage",
	"bad-recipient": "SqsGmailSender.BadRecipient",
	policy: "SqsGmailSender.Policy",
	transient: "SqsGmailSender.Transient",
	rate: "SqsGmailSender.Rate",
	config: "SqsGmailSender.Config",
	auth: "SqsGmailSender.Auth",
	"auth-throttle": "SqsGmailSender.AuthThrottle",
	quota: "SqsGmailSender.Quota",
	"in-doubt": "SqsGmailSender.InDoubt",
	"key-reused": "SqsGmailSender.KeyReused",
	cancelled: "SqsGmailSender.Cancelled",
	"no-route": "SqsGmailSender.NoRoute",
	unreadable: "SqsGmailSender.Unreadable",
	loop: "SqsGmailSender.Loop",
	expired: "SqsGmailSender.Expired",
} as const;

/** Version of this package, as package.json has it. */
export const PACKAGE_VERSION = "0.1.0";
