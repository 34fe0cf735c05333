import { createHash } from "node:crypto";
import { type Breaker, CLOSED } from "../../core/breaker/breaker.ts";
import { DEAD_LETTER_ATTRIBUTE } from "../../core/contract.ts";
import type { LedgerRow } from "../../core/delivery/ledger.ts";
import { NO_QUOTA, type Quota } from "../../core/quota/quota.ts";
import type { SmtpResult } from "../../core/smtp/smtp-result.ts";
import { NO_ROUND } from "../../core/status/last-round.ts";
import { NO_TEMPLATES } from "../../core/template/template.ts";
import type { BreakerConfig } from "../../functions/breaker/config.ts";
import type { BreakerDeps } from "../../functions/breaker/deps.ts";
import { runRound } from "../../functions/breaker/run-round.ts";
import { newMemory } from "../../functions/send-email/batch.ts";
import type { SendingConfig } from "../../functions/send-email/config.ts";
import { deliverBatch } from "../../functions/send-email/deliver.ts";
import type {
	SendingDeps,
	TaskAnswer,
} from "../../functions/send-email/deps.ts";
import type { QueueRecord } from "../../functions/send-email/record.ts";
import type { Envelope } from "../../functions/shared/deps.ts";

const TIMEOUT_MS = 180_000;
const VISIBILITY_MS = 1_080_000;

const config: SendingConfig = {
	sender: "sim",
	account: "123456789012",
	region: "us-east-1",
	mailbox: "me@example.com",
	fromName: "",
	aliases: [],
	smtpHost: "smtp",
	smtpPort: 587,
	tokenUrl: "https://oauth.example/token",
	secretArn: "s",
	queueUrl: "q",
	deadLetterQueueUrl: "d",
	tableName: "t",
	connections: 2,
	attemptBudget: 3,
	onAmbiguous: "resend",
	ledgerSeconds: 1_900_800,
	producers: {},
	highPriority: [],
	limits: { messages: 2000, recipients: 10_000 },
	routes: [],
	defaultRoute: undefined,
	payloadBucket: "",
	attachmentBuckets: ["files"],
};

const breakerConfig: BreakerConfig = {
	sender: "sim",
	mailbox: "me@example.com",
	smtpHost: "smtp",
	smtpPort: 587,
	tokenUrl: "https://oauth.example/token",
	ehloName: "example.com",
	secretArn: "s",
	queueUrl: "q",
	deadLetterQueueUrl: "d",
	tableName: "t",
	mappingId: "m",
	functionName: "f",
	logGroup: "l",
	breakerLogGroup: "l",
	retention: 604_800,
	deadLetterRetention: 1_209_600,
	limits: config.limits,
};

type Step = <T>(effect: () => T) => Promise<T>;

/** Calls of a function that is killed at its `killAt`th: before or after that call has taken effect. */
function mortal(killAt: number, when: "before" | "after") {
	let calls = 0;
	let died = () => {};
	const death = new Promise<"killed">((resolve) => {
		died = () => resolve("killed");
	});
	const step: Step = async (effect) => {
		calls += 1;
		if (calls > killAt || (calls === killAt && when === "before")) {
			died();
			return new Promise(() => {});
		}
		const result = effect();
		if (calls === killAt) {
			died();
			return new Promise(() => {});
		}
		return result;
	};
	return { step, death, calls: () => calls };
}

interface QueueMessage {
	readonly id: string;
	readonly body: string;
	readonly attributes: QueueRecord["attributes"];
	receiveCount: number;
	visibleAt: number;
}

/** Queue, table, Gmail and clock of one simulated sender; each call of the function can be its last. */
export class World {
	now = Date.UTC(2026, 10, 23);
	queue: QueueMessage[] = [];
	readonly dead: { readonly body: string; readonly facts: string }[] = [];
	/** Every message Gmail took: recipients and bytes. */
	readonly accepted: {
		readonly to: readonly string[];
		readonly bytes: string;
	}[] = [];
	readonly rows = new Map<string, LedgerRow>();
	breaker: Breaker = CLOSED;
	quota: Quota = NO_QUOTA;
	/** Whether the event source mapping is enabled. */
	mapping = true;
	/** What Gmail answers; undefined: 250. */
	gmail: (envelope: Envelope) => SmtpResult | undefined = () => undefined;
	/** Every call for a task token that was begun, by token. */
	readonly asked: string[] = [];
	/** What Step Functions took, by token: each answer, the first of which counts. */
	readonly answers = new Map<string, readonly string[]>();
	/** Whether Step Functions answers. */
	/** Keys of what lies in the bucket of files. */
	readonly objects = new Set<string>();
	stepFunctions = true;
	#ids = 0;

	put(message: object, attributes: QueueMessage["attributes"] = {}): void {
		this.queue.push({
			id: `sqs-${this.#ids++}`,
			body: JSON.stringify(message),
			attributes,
			receiveCount: 0,
			visibleAt: this.now,
		});
	}

	/** Moves dead letters back, as AWS does. */
	redrive(): void {
		for (const { body, facts } of this.dead.splice(0)) {
			this.queue.push({
				id: `sqs-${this.#ids++}`,
				body,
				attributes: {
					[DEAD_LETTER_ATTRIBUTE]: { type: "String", value: facts },
				},
				receiveCount: 0,
				visibleAt: this.now,
			});
		}
	}

	/**
	 * One invocation with everything visible. It is killed at its `killAt`th call: `before` or
	 * `after` that call has taken effect.
	 * @returns how many calls it made.
	 */
	async invoke(
		killAt = Number.POSITIVE_INFINITY,
		when: "before" | "after" = "after",
	): Promise<number> {
		const received = this.queue
			.filter(({ visibleAt }) => visibleAt <= this.now)
			.slice(0, 9);
		for (const message of received) {
			message.receiveCount += 1;
			message.visibleAt = this.now + VISIBILITY_MS;
		}
		const { step, death, calls } = mortal(killAt, when);
		const batch = {
			deps: this.#deps(step),
			memory: newMemory(),
			deadline: this.now + TIMEOUT_MS,
			events: [],
			taken: new Map<string, number>(),
		};
		const records = received.map((message) => this.#record(message));
		const outcome = await Promise.race([deliverBatch(records, batch), death]);
		if (outcome !== "killed")
			this.queue = this.queue.filter(
				(message) =>
					!received.includes(message) || outcome.includes(message.id),
			);
		return calls();
	}

	/** One round of the breaker function, killed at its `killAt`th call. */
	async lookAfter(killAt = Number.POSITIVE_INFINITY): Promise<void> {
		const { step, death } = mortal(killAt, "after");
		await Promise.race([runRound(this.#breakerDeps(step)), death]);
	}

	/** Lets time pass and invokes until nothing is left in the queue. */
	async drain(): Promise<void> {
		for (let round = 0; this.queue.length > 0; round += 1) {
			if (round > 1500) throw new Error("the queue never drains");
			const next = Math.min(...this.queue.map(({ visibleAt }) => visibleAt));
			this.now = this.mapping
				? Math.max(this.now, next) + 1
				: this.now + 60_000;
			await this.lookAfter();
			if (this.mapping) await this.invoke();
		}
	}

	#answerTask(token: string, answer: string, step: Step): Promise<TaskAnswer> {
		this.asked.push(token);
		return step(() => {
			if (!this.stepFunctions) return "unavailable";
			const before = this.answers.get(token) ?? [];
			this.answers.set(token, [...before, answer]);
			return before.length === 0 ? "answered" : "over";
		});
	}

	#record({ id, body, attributes, receiveCount }: QueueMessage): QueueRecord {
		return {
			messageId: id,
			receiptHandle: id,
			body,
			attributes,
			receiveCount,
			sentAt: this.now,
			senderId: "AROA:x",
		};
	}

	#breakerDeps(step: Step): BreakerDeps {
		return {
			config: breakerConfig,
			clock: { now: () => this.now },
			newId: () => `rule-${this.#ids++}`,
			breaker: this.#deps(step).breaker,
			quota: { read: () => step(() => this.quota) },
			lastRound: {
				read: () => step(() => NO_ROUND),
				write: () => step(() => "written"),
			},
			secret: {
				current: () => step(() => ({ value: "password", version: "v1" })),
			},
			mapping: {
				state: () => step(() => (this.mapping ? "Enabled" : "Disabled")),
				enable: (enabled) =>
					step(() => {
						this.mapping = enabled;
						return "done";
					}),
			},
			login: () => step(() => ({ kind: "ready" })),
			depth: () => step(() => ({ ready: this.queue.length, hidden: 0 })),
			deadLetters: {
				oldest: () => step(() => undefined),
				byCause: () => step(() => ({})),
			},
			metrics: { add: () => {}, set: () => {} },
			log: () => {},
		};
	}

	#deps(step: Step): SendingDeps {
		const slot = () => {
			let version = "";
			return {
				usable: (wanted: string) => version === wanted,
				login: (_credential: unknown, wanted: string) =>
					step(() => {
						version = wanted;
						return { kind: "ready" as const };
					}),
				send: (envelope: Envelope, bytes: Buffer) =>
					step((): SmtpResult => {
						const refusal = this.gmail(envelope);
						if (
							refusal?.kind === "refused" ||
							(refusal?.kind === "lost" && !refusal.failure.handedOver)
						)
							return refusal;
						const refused =
							refusal?.kind === "accepted"
								? refusal.refused.map(({ index }) => index)
								: [];
						const took = envelope.to.filter(
							({ index }) => !refused.includes(index),
						);
						this.accepted.push({
							to: took.map(({ address }) => address),
							bytes: bytes.toString(),
						});
						return (
							refusal ?? {
								kind: "accepted",
								reply: "250 2.0.0 OK",
								accepted: took.map(({ index }) => index),
								refused: [],
							}
						);
					}),
				close: () => {
					version = "";
				},
			};
		};
		return {
			config,
			clock: { now: () => this.now },
			random: () => 0.5,
			newId: () => `owner-${this.#ids++}`,
			digest: (text) => createHash("sha256").update(text).digest("hex"),
			templates: NO_TEMPLATES,
			compose: async (mail) => Buffer.from(JSON.stringify(mail)),
			toEnvelopeAddress: (address) => address,
			hashRecipients: async () => [],
			quota: {
				read: () => step(() => this.quota),
				write: (next) =>
					step(() => {
						if (this.quota.version !== next.version - 1) return "conflict";
						this.quota = next;
						return "written";
					}),
			},
			breaker: {
				read: () => step(() => this.breaker),
				write: (next) =>
					step(() => {
						if (this.breaker.version !== next.version - 1) return "conflict";
						this.breaker = next;
						return "written";
					}),
			},
			ledger: {
				read: (key) => step(() => this.rows.get(key)),
				begin: (key, row) =>
					step(() => {
						if (this.rows.has(key)) return "conflict";
						this.rows.set(key, row);
						return "written";
					}),
				write: (key, row, lastOwner) =>
					step(() => {
						const before = this.rows.get(key);
						if (before?.lastOwner !== lastOwner || before.state.kind === "SENT")
							return "conflict";
						this.rows.set(key, row);
						return "written";
					}),
				sent: (key, row) =>
					step(() => {
						this.rows.set(key, row);
						return "written";
					}),
				dead: () => step(() => "written"),
			},
			secret: {
				current: () => step(() => ({ value: "password", version: "v1" })),
			},
			slots: [slot(), slot()],
			queue: {
				deadLetter: (body, facts) =>
					step(() => {
						this.dead.push({ body, facts });
						return "sent";
					}),
				release: (records) =>
					step(() => {
						for (const { receiptHandle, delaySeconds } of records) {
							const message = this.queue.find(({ id }) => id === receiptHandle);
							if (message !== undefined)
								message.visibleAt = this.now + delaySeconds * 1000;
						}
					}),
			},
			files: {
				find: (reference) =>
					step(() =>
						this.objects.has(reference.key)
							? { kind: "found", file: { ...reference, etag: "e", bytes: 1 } }
							: { kind: "missing" },
					),
				text: () => step(() => ({ kind: "missing" })),
			},
			tasks: {
				succeed: (token) => this.#answerTask(token, "succeeded", step),
				fail: (token, error) => this.#answerTask(token, error, step),
			},
			events: { publish: () => step(() => 0) },
			metrics: { add: () => {}, set: () => {} },
			log: () => {},
			sleep: async () => {},
		};
	}
}
