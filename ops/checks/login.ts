import { maskAddress } from "../../core/message/address.ts";
import { isOauth, readCredential } from "../login/stored-credential.ts";
import { invokeBreaker } from "../sender/ask-breaker.ts";
import type { Target } from "../sender/target.ts";
import { type Check, ok, trouble, unknown } from "./check.ts";

export const login: Check = {
	id: "login",
	title: "the login works from Lambda",
	// A refusal opens the breaker, which disables the mapping.
	first: true,
	// A login may use its whole time budget, and the function may start cold.
	limitMs: 60_000,
	async run({ target, mend }) {
		const answer = await ask(target);
		if (typeof answer === "string") return unknown(answer);
		const { ok: works, message, cause, reply, server, user, ehloName } = answer;
		const { mailbox } = target.sender;
		const own = user === maskAddress(mailbox) ? mailbox : user;
		const how = `as ${own} at ${server}, EHLO ${ehloName}`;
		if (works) return ok(`${message}, ${how}`);
		if (cause === undefined) return unknown(message);
		const isSecret = cause === "auth" || reply === undefined;
		const mending = isSecret ? await storingVerb(target) : "status";
		return trouble(
			`${message}, ${how}`,
			reply === undefined
				? "nothing is sent; mail waits in the queue"
				: `the reply was: ${reply.replace(/\s+/g, " ")}`,
			mend.ops(mending),
		);
	},
};

interface LoginAnswer {
	readonly ok: boolean;
	readonly message: string;
	readonly cause?: string;
	readonly reply?: string;
	readonly server?: string;
	readonly user?: string;
	readonly ehloName?: string;
}

async function storingVerb(target: Target): Promise<string> {
	return isOauth(await readCredential(target)) ? "set-oauth" : "set-password";
}

/** @returns a sentence when there is no answer. */
async function ask(target: Target): Promise<LoginAnswer | string> {
	const { text, failed } = await invokeBreaker(target, {
		action: "check-login",
	});
	return failed
		? `the breaker function failed: ${text.slice(0, 300)}`
		: JSON.parse(text);
}
