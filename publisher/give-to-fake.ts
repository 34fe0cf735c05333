import { PAYLOAD_FOLDER } from "../core/contract.ts";
import { MAX_PAYLOAD_BYTES } from "../core/message/claim-check.ts";
import type { Email } from "../core/message/email.ts";
import type { Fake } from "./fake-in-place.ts";
import type { SendResult } from "./send-batch.ts";
import { writeBody } from "./write-body.ts";

/** A test has no bucket for long messages, and none to lack. */
const ANY_LENGTH = { mostBytes: MAX_PAYLOAD_BYTES, folder: PAYLOAD_FOLDER.now };

/** Gives a message to the fake, if the sender would take it. */
export async function giveToFake(
	fake: Fake,
	email: Email,
	at?: Date,
): Promise<SendResult> {
	const written = await writeBody(email, {}, ANY_LENGTH);
	if (written.kind !== "body") return written;
	const messageId = fake.take(JSON.parse(written.body), at);
	return { kind: "queued", id: written.id ?? messageId, messageId };
}
