import type { Problem } from "../message/message.ts";
import type { Proof } from "./proof.ts";

/** An event of an AWS service, recognised by its shape. */
export interface ServiceEvent {
	/**
	 * Idempotency key, at most 256 characters, from what the service guarantees: the same event has
	 * the same one, however often and by whichever way it is delivered.
	 */
	readonly key: string;
	/** EventBridge's source, or the service's name in its manner: `aws.cloudwatch`, `aws.s3`, `aws.sns`, `aws.lambda`, `aws.budgets`. */
	readonly source: string;
	/** EventBridge's detail-type, or what stands for it: `CloudWatch Alarm State Change`, `Object Created`. */
	readonly detailType: string;
	/** Topic it came through. */
	readonly topicArn: string | undefined;
	/** S3 only. */
	readonly bucket: string | undefined;
	/** 12 digits, if the event tells. */
	readonly account: string | undefined;
	readonly region: string | undefined;
	/** Epoch ms, if the event tells. */
	readonly time: number | undefined;
	readonly resources: readonly string[];
	/** What happened: EventBridge's detail, S3's record, the alarm, SNS's message (text, or JSON that was read). */
	readonly detail: unknown;
	/** Subject that SNS brought along. */
	readonly subject: string | undefined;
	/** The innermost JSON or text, as it was delivered. */
	readonly raw: string;
}

/** What the body of a queue message is. */
export type Recognised =
	/** Nothing of a service's: read as a message of format version 1. */
	| { readonly kind: "message" }
	| {
			readonly kind: "event";
			readonly event: ServiceEvent;
			readonly proof: Proof | undefined;
	  }
	/** S3's word that a notification was set up: nothing to send. */
	| { readonly kind: "test-event" }
	/** It looks like a service's event, but is forged or cut off. */
	| {
			readonly kind: "malformed";
			readonly problems: readonly Problem[];
			readonly key: string | undefined;
	  };

/** A mail written for an event. */
export interface EventMail {
	/** One line, at most 78 characters: what, which resource, which state, which account. */
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	readonly attachment: {
		readonly filename: string;
		readonly contentType: string;
		/** Not encoded. */
		readonly content: string;
	};
}
