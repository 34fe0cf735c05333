import type { Rejection } from "../../../core/delivery/outcome.ts";
import type { Spaces } from "../../../core/delivery/space.ts";
import type { Message } from "../../../core/message/message.ts";
import type { SendingDeps } from "../deps.ts";

/** What the body of a queue message asks for. */
export type Understood =
	| {
			readonly kind: "message";
			/** Name spaces of its id, if these are not its producer's. */
			readonly spaces: Spaces | undefined;
			/** Only services of AWS send it, and no producer with a name. */
			readonly fromService: boolean;
			/** Its template is rendered; an event has got its recipients by a route. */
			readonly message: Message;
			/** What makes it the same message, whatever a deployment makes of it. */
			readonly identity: string;
			/** Whether a route or template, which a deployment may change, has made a part of it. */
			readonly isRendered: boolean;
			readonly noEvents: boolean;
			/** Its route says that it is urgent: nobody has to be granted that. */
			readonly isUrgent: boolean;
	  }
	| {
			readonly kind: "rejected";
			readonly rejection: Omit<Rejection, "identity"> & Named;
	  }
	/** S3's word that a notification was set up. */
	| { readonly kind: "nothing" };

/** What a refused body is called, as far as that can be read. */
export interface Named {
	readonly id: string | undefined;
	readonly spaces: Spaces | undefined;
	/** What makes it the same message. */
	readonly identity: string | undefined;
	readonly fromService: boolean;
}

/** What is asked to understand a body. */
export type Understanding = Pick<SendingDeps, "digest" | "templates"> & {
	readonly config: Pick<
		SendingDeps["config"],
		| "sender"
		| "account"
		| "region"
		| "routes"
		| "defaultRoute"
		| "refusesUnverified"
	>;
};

/** Why a body is refused. */
export function rejected(
	cause: Rejection["cause"],
	problems: Rejection["problems"],
	known: Partial<Rejection & Named>,
): Understood {
	return {
		kind: "rejected",
		rejection: {
			id: undefined,
			spaces: undefined,
			identity: undefined,
			fromService: false,
			isBadByItself: false,
			noEvents: false,
			taskToken: undefined,
			...known,
			cause,
			problems,
		},
	};
}
