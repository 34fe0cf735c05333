import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { MAX_MESSAGE_BYTES } from "../../core/contract.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type TargetOptions,
} from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { type Io, lookFor } from "../terminal/io.ts";
import { findLocalInbox, findMail } from "./local-inbox.ts";

const WAIT_SECONDS = 60;
const POLL_MS = 250;

/** The finished parts of a mail. */
export interface Draft {
	readonly subject: string;
	readonly html?: string;
	readonly text?: string;
}

/** Sends a finished mail through the queue of a local stack. @returns its page in the inbox, if it arrived */
export async function showLocally(
	{ subject, html, text }: Draft,
	options: TargetOptions,
	io: Io,
): Promise<{ readonly url?: string; readonly message: string }> {
	const id = crypto.randomUUID();
	// Nobody else's mail has this address.
	const to = `preview-${id}@example.com`;
	const body = JSON.stringify({ id: `preview-${id}`, to, subject, html, text });
	if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES)
		throw new Misuse(
			`Cannot preview it in the inbox as the finished mail has ${Buffer.byteLength(body)} bytes, and the queue allows at most ${MAX_MESSAGE_BYTES}: write its HTML with --out preview.html`,
		);
	const target = await findTarget(options);
	try {
		const inbox = await findLocalInbox(
			target,
			"templates can only be previewed on the stack of npm start",
		);
		await target.sqs.send(
			new SendMessageCommand({
				QueueUrl: target.sender.queueUrl,
				MessageBody: body,
			}),
		);
		const url = await lookFor(
			() => findMail(inbox, to),
			{ seconds: WAIT_SECONDS, everyMs: POLL_MS },
			io,
		);
		return url === undefined
			? {
					message: `Not in the inbox after ${WAIT_SECONDS} s; it waits in the queue: type ${OPS} status${flagsOf(options, target)}`,
				}
			: { url, message: `Look at it: ${url}` };
	} finally {
		closeTarget(target);
	}
}
