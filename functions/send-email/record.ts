import type { MessageRule } from "../../core/breaker/holds.ts";
import type { DeadLetterFacts } from "../../core/delivery/dead-letter.ts";
import type { Rejection } from "../../core/delivery/outcome.ts";
import type { Place } from "../../core/delivery/space.ts";
import type { Message } from "../../core/message/message.ts";
import type { OutsideText } from "../../core/outside.ts";
import type { ReadFile } from "./intake/read-files.ts";

/** One record of a batch, as the edge read it from Lambda's event. */
export interface QueueRecord {
	readonly messageId: string;
	readonly receiptHandle: string;
	readonly body: string;
	readonly receiveCount: number;
	/** Epoch ms. */
	readonly sentAt: number;
	readonly senderId: OutsideText;
	readonly attributes: Readonly<
		Record<string, { readonly type: string; readonly value: OutsideText }>
	>;
}

/** Who sent a message first, and what it brings back from the dead-letter queue, if it was there. */
export interface Origin {
	readonly producer: string;
	/** Its number of the last dead-lettering. */
	readonly redrivenFailure: number | undefined;
	/** The producer's message attributes that were folded into ours there. */
	readonly attributes: DeadLetterFacts["attributes"];
	/** When it was put on the queue first. Epoch ms. */
	readonly sentAt: number;
	/** It was in the dead-letter queue, and its row has another version of it by now. */
	readonly isReplaced: boolean;
}

/** A message whose idempotency key is known. */
export interface KeyedMessage {
	readonly kind: "keyed";
	readonly record: QueueRecord;
	/** As it is sent: its template is rendered, its route has given it recipients. */
	readonly message: Message;
	/** Whom it goes to, addresses of to, cc and bcc in this order. */
	readonly recipients: readonly string[];
	/** Its attachments in S3, by their index; S3 may be too slow to hand them out. */
	readonly files: ReadonlyMap<number, ReadFile> | "too-slow";
	readonly place: Place;
	/** Hash of what makes it the same message, whatever a deployment makes of it. */
	readonly identity: string;
	/** Hash of what a route, a template or a file has made of it; undefined for others. */
	readonly rendering: string | undefined;
	/** It tells of an outcome itself: no event tells of its own. */
	readonly noEvents: boolean;
	readonly origin: Origin;
	/** Its producer no longer wants it sent. */
	readonly isExpired: boolean;
	/** High priority, by a producer that may say so. */
	readonly isUrgent: boolean;
	/** What an operator wants done with it. */
	readonly rule: MessageRule | undefined;
}

export interface RejectedMessage {
	readonly kind: "rejected";
	readonly record: QueueRecord;
	readonly rejection: Rejection;
	readonly place: Place;
	readonly origin: Origin;
}

/** What goes through the ledger or to the dead-letter queue. */
export type Deliverable = KeyedMessage | RejectedMessage;

/** A record whose body was read. */
export type ReadMessage =
	| Deliverable
	/** There is nothing to send. */
	| { readonly kind: "nothing"; readonly record: QueueRecord }
	/** A part of it lies in S3, which does not answer. */
	| { readonly kind: "unavailable"; readonly record: QueueRecord }
	/** It lies in S3, and the batch has opened enough: it is for another one. */
	| { readonly kind: "too-much"; readonly record: QueueRecord };
