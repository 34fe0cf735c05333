import type { Breaker } from "../../core/breaker/breaker.ts";
import type { OutcomeEvent } from "../../core/contract.ts";
import type { Credential } from "../../core/credential/credential.ts";
import type { DeadCause } from "../../core/delivery/causes.ts";
import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import type { LedgerRow } from "../../core/delivery/ledger-row.ts";
import type { Mail } from "../../core/delivery/mail.ts";
import type { ProducerNames } from "../../core/delivery/producer-names.ts";
import type { ReadingMark } from "../../core/delivery/reading-mark.ts";
import type { Signed } from "../../core/event/proof.ts";
import type { S3Reference } from "../../core/message/message.ts";
import type { Quota } from "../../core/quota/quota.ts";
import type { SmtpResult } from "../../core/smtp/smtp-result.ts";
import type { Templates } from "../../core/template/template.ts";
import type {
	Envelope,
	Log,
	LoginResult,
	Metrics,
	SecretStore,
	VersionedItem,
	Written,
} from "../shared/deps.ts";
import type { SendingConfig } from "./config.ts";

/** A place for one SMTP connection. */
export interface SmtpSlot {
	/** Replaces the slot's session by one logged in with this version of the secret. */
	login(credential: Credential, secretVersion: string): Promise<LoginResult>;
	/** Whether its session can be used as it is. */
	usable(secretVersion: string): boolean;
	send(envelope: Envelope, bytes: Buffer): Promise<SmtpResult>;
	close(): void;
}

/** What came of answering a task token; `over`: the task has ended already. */
export type TaskAnswer = "answered" | "over" | "denied" | "unavailable";

/** How long it took, in ms. */
export type Worked<T> =
	| { readonly kind: "done"; readonly value: T; readonly ms: number }
	| { readonly kind: "too-long"; readonly ms: number };

export interface SendingDeps {
	readonly config: SendingConfig;
	readonly clock: { now(): number };
	/** The most that one call to AWS takes, in ms. */
	readonly callMs: number;
	random(): number;
	newId(): string;
	/** SHA-256, hexadecimal. */
	digest(text: string): string;
	/** Keyed hashes of addresses, in their order; none when the key can't be read. */
	hashRecipients(addresses: readonly string[]): Promise<readonly string[]>;
	/** Writes a mail out as bytes, if anybody can. */
	compose(mail: Mail): Promise<Buffer | "unwritable">;
	readonly templates: Templates;
	/** Does synchronous work on a text of so many characters, and breaks it off when it takes too long. */
	within<T>(characters: number, work: () => T): Worked<T>;
	/** An address as the envelope wants it: the domain in ASCII. */
	toEnvelopeAddress(address: string): string;
	readonly breaker: VersionedItem<Breaker>;
	readonly quota: VersionedItem<Quota>;
	/** By the row's key in the table. */
	readonly ledger: {
		read(at: string): Promise<LedgerRow | undefined | "unavailable">;
		/** Conditional on there being no row yet. */
		begin(at: string, row: LedgerRow): Promise<Written>;
		/** Conditional on the owner of the last claim. */
		write(
			at: string,
			row: LedgerRow,
			lastOwner: string,
			extra?: LedgerExtra,
		): Promise<Written>;
		/** Unconditional: 250 in hand wins. */
		sent(at: string, row: LedgerRow, extra: LedgerExtra): Promise<Written>;
		/** A dead letter that has no row of its own. */
		readDead(at: string): Promise<DeadRow | undefined | "unavailable">;
		writeDead(at: string, row: DeadRow): Promise<Written>;
	};
	readonly names: VersionedItem<ProducerNames>;
	/** The mark of a record that is being read. */
	marks(sqsMessageId: string): VersionedItem<ReadingMark>;
	readonly secret: SecretStore;
	readonly slots: readonly SmtpSlot[];
	readonly queue: {
		deadLetter(body: string, facts: string): Promise<"sent" | "failed">;
		/** Makes records visible again after these delays; best effort. */
		release(
			records: readonly {
				readonly receiptHandle: string;
				readonly delaySeconds: number;
			}[],
		): Promise<void>;
	};
	/** Objects in S3. */
	readonly files: {
		/**
		 * Reads the whole of an object, if it is wanted at this length in bytes.
		 *
		 * @returns `missing`: it is not there or may not be read, now and later.
		 */
		read(
			reference: S3Reference,
			isWanted: (bytes: number) => boolean,
		): Promise<
			| { readonly content: Buffer; readonly etag: string }
			| "missing"
			| "unwanted"
			| "too-slow"
			| "unavailable"
		>;
	};
	/** What SNS has signed. */
	readonly signatures: {
		/** @returns `unknown`: its certificate is not to be had. */
		check(signed: Signed): Promise<"genuine" | "forged" | "unknown">;
	};
	/** Step Functions' task tokens. */
	readonly tasks: {
		succeed(token: string, output: object): Promise<TaskAnswer>;
		fail(token: string, error: string, cause: string): Promise<TaskAnswer>;
	};
	readonly events: {
		/** Best effort. @returns how many were lost. */
		publish(events: readonly OutcomeDetail[]): Promise<number>;
	};
	readonly metrics: Metrics;
	readonly log: Log;
	/** Waits for real. */
	sleep(ms: number): Promise<void>;
	/** When what is under way has been handed to the network. */
	nextTurn(): Promise<void>;
	/** Does something later. @returns what takes it back. */
	timer(ms: number, run: () => void): () => void;
}

/** What is kept of a dead letter without a row of its own. */
export interface DeadRow {
	readonly facts: DeadLetterFacts;
	/** Name space of its id. */
	readonly space: string;
	/** Hash of its body. */
	readonly hash: string;
	/** When it was put on the queue first: a redrive gives it another time. Epoch ms. */
	readonly sentAt?: number;
	/** Another version took its place: it is never sent. */
	readonly isReplaced?: boolean;
}

export interface LedgerExtra {
	readonly reply?: string;
	/** Makes the row a dead letter in the index. */
	readonly deadCause?: DeadCause;
}

/** What an outcome event tells: no address, no body. */
export interface OutcomeDetail {
	readonly outcome: OutcomeEvent;
	readonly id: string;
	readonly producer: string;
	readonly cause?: DeadCause;
	readonly pointer?: string;
	readonly sentence?: string;
	readonly recipients?: readonly number[];
	readonly tags?: Readonly<Record<string, string>>;
}
