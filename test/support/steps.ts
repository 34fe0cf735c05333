import { setImmediate } from "node:timers/promises";
import { CLOSED } from "../../core/breaker/breaker.ts";
import type { LedgerRow } from "../../core/delivery/ledger-row.ts";
import { NO_NAMES } from "../../core/delivery/producer-names.ts";
import { NO_MARK } from "../../core/delivery/reading-mark.ts";
import { placeOf } from "../../core/delivery/space.ts";
import type { Message } from "../../core/message/message.ts";
import { parseMessage } from "../../core/message/parse.ts";
import { fromOutside } from "../../core/outside.ts";
import { NO_TEMPLATES } from "../../core/template/template.ts";
import { within } from "../../functions/send-email/adapters/within.ts";
import {
	type AdmittedBatch,
	newMemory,
} from "../../functions/send-email/batch.ts";
import type { SendingConfig } from "../../functions/send-email/config.ts";
import type { SendingDeps } from "../../functions/send-email/deps.ts";
import type {
	KeyedMessage,
	Origin,
	QueueRecord,
} from "../../functions/send-email/record.ts";
import type { LogEntry, Metrics } from "../../functions/shared/deps.ts";

export const NOW = Date.UTC(2026, 10, 23);

const config: SendingConfig = {
	sender: "mail",
	account: "123456789012",
	region: "us-east-1",
	mailbox: "me@example.com",
	fromName: "",
	aliases: [],
	smtpHost: "smtp",
	smtpPort: 587,
	tokenUrl: "https://oauth.example/token",
	secretArn: "secret",
	queueUrl: "queue",
	deadLetterQueueUrl: "dead",
	tableName: "table",
	connections: 2,
	attemptBudget: 3,
	onAmbiguous: "resend",
	ledgerSeconds: 1_900_800,
	producers: {},
	ids: "own",
	shares: {},
	onlyFor: {},
	highPriority: [],
	limits: { messages: 2000, recipients: 10_000 },
	routes: [],
	defaultRoute: undefined,
	eventWord: "",
	refusesUnverified: false,
	certificatesUrl: undefined,
	payloadBucket: "",
	attachmentBuckets: [],
	bucketOwners: new Map(),
};

/** What a test gives of a step's dependencies. */
type Given = {
	readonly [Name in keyof SendingDeps]?: Partial<SendingDeps[Name]>;
};

/** Nobody has been granted a name yet. */
export const NAMES = { read: async () => NO_NAMES };

/** An admitted batch whose step may call only what is given; what it tells and counts is kept. */
export function stepBatch(
	given: Given = {},
	changes: Partial<AdmittedBatch> = {},
) {
	const logged: LogEntry[] = [];
	const counted: Parameters<Metrics["add"]>[] = [];
	let ids = 0;
	const known: Given = {
		config,
		clock: { now: () => NOW },
		callMs: 6500,
		sleep: async () => {},
		nextTurn: () => setImmediate(),
		timer: (ms: number, run: () => void) => {
			const timeout = setTimeout(run, ms);
			return () => clearTimeout(timeout);
		},
		random: () => 0,
		newId: () => `id-${ids++}`,
		digest: (text: string) => `hash of ${text}`,
		templates: NO_TEMPLATES,
		within,
		toEnvelopeAddress: (address: string) => address,
		hashRecipients: async () => [],
		log: (_level: string, entry: LogEntry) => void logged.push(entry),
		metrics: {
			add: (...count) => void counted.push(count),
			set: () => {},
		},
		slots: [],
		files: {},
		signatures: {},
		names: NAMES,
		marks: () => ({
			read: async () => NO_MARK,
			write: async () => "written" as const,
		}),
		...given,
	};
	const deps = new Proxy(known, {
		get: (_all, name: string) =>
			onlyGiven(known[name as keyof SendingDeps], name),
	}) as SendingDeps;
	const batch: AdmittedBatch = {
		deps,
		memory: { ...newMemory(), isWarm: true },
		deadline: NOW + 180_000,
		events: [],
		taken: new Map(),
		refused: [],
		failing: [],
		credential: {
			kind: "app-password",
			user: "me@example.com",
			appPassword: "abcdefghijklmnop",
		},
		secret: { value: "", version: "v1" },
		breaker: CLOSED,
		trialOwner: undefined,
		stopped: undefined,
		...changes,
	};
	return { batch, logged, counted };
}

function onlyGiven(part: unknown, path: string): unknown {
	if (part === undefined) throw new Error(`Nobody expected ${path}`);
	if (typeof part !== "object" || part === null || Array.isArray(part))
		return part;
	return new Proxy(part, {
		get(all, name: string) {
			if (!(name in all)) throw new Error(`Nobody expected ${path}.${name}`);
			return Reflect.get(all, name);
		},
	});
}

export function record({
	senderId = "AROA:billing",
	attributes = {},
	...changes
}: Partial<Omit<QueueRecord, "senderId" | "attributes">> & {
	readonly senderId?: string;
	readonly attributes?: Readonly<
		Record<string, { readonly type: string; readonly value: string }>
	>;
} = {}): QueueRecord {
	return {
		senderId: fromOutside(senderId),
		attributes: Object.fromEntries(
			Object.entries(attributes).map(([name, { type, value }]) => [
				name,
				{ type, value: fromOutside(value) },
			]),
		),
		messageId: "sqs-1",
		receiptHandle: "handle-1",
		body: "{}",
		receiveCount: 1,
		sentAt: NOW - 5000,
		...changes,
	};
}

/** A message as `parseMessage` reads it. */
export function message(fields: object = {}): Message {
	const parsed = parseMessage(
		JSON.stringify({
			to: "ann@example.com",
			subject: "Hi",
			text: "Hi",
			...fields,
		}),
	);
	if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed));
	return parsed.message;
}

export const ORIGIN: Origin = {
	producer: "billing",
	redrivenFailure: undefined,
	attributes: undefined,
	sentAt: NOW - 5000,
	isReplaced: false,
};

export function keyed(changes: Partial<KeyedMessage> = {}): KeyedMessage {
	return {
		kind: "keyed",
		record: record(),
		message: message(),
		recipients: ["ann@example.com"],
		files: new Map(),
		place: placeOf("billing", "order-1"),
		origin: ORIGIN,
		identity: "identity",
		rendering: undefined,
		noEvents: false,
		isExpired: false,
		isUrgent: false,
		rule: undefined,
		...changes,
	};
}

/** A row that an invocation named "me" has claimed. */
export function row(changes: Partial<LedgerRow> = {}): LedgerRow {
	return {
		state: { kind: "SENDING", owner: "me", leaseEnd: NOW + 210_000 },
		hash: "identity",
		frozen: {
			messageId: "<m@example.com>",
			date: NOW,
			boundary: "b",
			fromName: "",
			fromAddress: "me@example.com",
		},
		attempts: 0,
		resends: 0,
		doubted: false,
		failure: 0,
		progress: { accepted: [], refused: [] },
		lastOwner: "me",
		firstAt: NOW,
		sentAt: NOW - 5000,
		...changes,
	};
}
