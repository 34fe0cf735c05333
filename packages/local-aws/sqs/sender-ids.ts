import type { SqsMessage } from "../fauxqs-parts.ts";

type Attributes = SqsMessage["messageAttributes"];

/**
 * Who sent each message, which fauxqs does not keep: a role (`AROA…`) or a user (`AIDA…`) whose id a
 * request is signed with. Noted by a message's attributes, one object that stays with the message
 * through redelivery, dead-lettering and a move task.
 */
export class SenderIds {
	readonly #ids = new WeakMap<Attributes, string>();

	/** Notes the sender of what a SendMessage or SendMessageBatch is about to put on a queue. */
	note(
		input: Readonly<Record<string, unknown>>,
		authorization: string | undefined,
	): void {
		const [, principal] =
			/Credential=((?:AROA|AIDA)[^/]*)\//.exec(authorization ?? "") ?? [];
		if (principal === undefined) return;
		const id = principal.startsWith("AROA") ? `${principal}:local` : principal;
		const messages = Array.isArray(input.Entries) ? input.Entries : [input];
		for (const message of messages as { MessageAttributes?: Attributes }[]) {
			message.MessageAttributes ??= {};
			this.#ids.set(message.MessageAttributes, id);
		}
	}

	of({ messageAttributes }: SqsMessage): string | undefined {
		return this.#ids.get(messageAttributes);
	}
}
