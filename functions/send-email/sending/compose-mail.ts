import type { LedgerRow } from "../../../core/delivery/ledger-row.ts";
import { fromFault, messageIdOf, toMail } from "../../../core/delivery/mail.ts";
import type { Envelope } from "../../shared/deps.ts";
import type { AdmittedBatch } from "../batch.ts";
import { MAX_ENCODED_BYTES, type ReadFile } from "../intake/read-files.ts";
import { mayUse } from "../may-use.ts";
import type { KeyedMessage } from "../record.ts";
import { keyText } from "./claim.ts";

/** A message as the server gets it. */
export interface Parcel {
	readonly kind: "composed";
	readonly envelope: Envelope;
	readonly bytes: Buffer;
}

type Composed =
	| Parcel
	/** It can't go as it is. */
	| {
			readonly kind: "refused";
			readonly sentence: string;
			readonly pointer: string;
	  };

/** Writes a message out for its pending recipients, with what was frozen at its first claim. */
export async function composeMail(
	{ message, recipients, place: { space }, origin }: KeyedMessage,
	files: ReadonlyMap<number, ReadFile>,
	{ frozen }: LedgerRow,
	pending: readonly number[],
	{ deps }: AdmittedBatch,
): Promise<Composed> {
	const { config } = deps;
	const aliases = config.aliases.filter((alias) =>
		mayUse(alias, origin.producer, config),
	);
	const fault = fromFault(message, { ...config, aliases });
	if (fault !== undefined) return refused(fault.sentence, fault.pointer);
	const mail = toMail(message, frozen, {
		files,
		messageIdOf: (id) =>
			messageIdOf(
				deps.digest(keyText({ space, id }, deps.config)),
				deps.config,
			),
	});
	const bytes = await deps.compose(mail);
	if (bytes === "unwritable") return refused(UNWRITABLE);
	if (bytes.length > MAX_ENCODED_BYTES) {
		return refused(
			`Cannot send the message as it is ${bytes.length} bytes when encoded: allowed are ${MAX_ENCODED_BYTES}; put the attachments where people can download them.`,
		);
	}
	return {
		kind: "composed",
		bytes,
		envelope: {
			from: deps.toEnvelopeAddress(frozen.fromAddress),
			to: pending.map((index) => ({
				index,
				address: deps.toEnvelopeAddress(recipients[index] ?? ""),
			})),
		},
	};
}

function refused(sentence: string, pointer = ""): Composed {
	return { kind: "refused", sentence, pointer };
}

const UNWRITABLE =
	"Cannot send the message as its body is not allowed: it can't be written out as a mail; simplify its html.";
