import type { JsonObject } from "../../json.ts";
import type { Recognised } from "../service-event.ts";

/** SHA-256 of a text, in hex; given by the caller, as the domain has no cryptography. */
export type Digest = (text: string) => string;

export interface ReadContext {
	/** The JSON as it was delivered. */
	readonly raw: string;
	/** JSON pointer of the body within what came from the queue; empty for the body itself. */
	readonly pointer: string;
	readonly digest: Digest;
}

/** One way in which AWS writes what happened. */
export interface EventShape {
	/** Whether a body wants to be of this shape, even a forged one; never true for a message of ours. */
	readonly claims: (body: JsonObject) => boolean;
	readonly read: (body: JsonObject, context: ReadContext) => Recognised;
}
