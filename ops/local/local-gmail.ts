import type { Credential } from "../../core/credential/credential.ts";
import { secretOf } from "../../core/credential/secret.ts";
import type { Target } from "../sender/target.ts";
import { findLocalInbox } from "./local-inbox.ts";

/** One failure that the look-alike Gmail returns on demand. */
export interface ReplyFault {
	readonly stage: string;
	readonly reply: string;
}

/** Finds the controls of a local stack's look-alike Gmail. @throws Misuse when the target is not a local stack */
export async function findLocalGmail(target: Target) {
	const { sender } = target;
	const url = await findLocalInbox(
		target,
		"failures can only be caused on the stack of npm start",
	);
	const ask = async (
		method: "PUT" | "DELETE",
		what: string,
		body?: unknown,
	) => {
		const response = await fetch(`${url}/gmail/${what}`, {
			method,
			body: JSON.stringify(body),
		});
		if (!response.ok)
			throw new Error(
				`Cannot set the ${what} of the look-alike Gmail: ${await response.text()}`,
			);
	};
	const { mailbox } = sender;
	const setPassword = (password: string) =>
		ask("PUT", "password", { password, mailbox });
	return {
		setFaults: (faults: readonly ReplyFault[]) => ask("PUT", "faults", faults),
		setPassword,
		/** Accepts the credential in the secret. */
		accept: (credential: Credential) =>
			credential.kind === "app-password"
				? setPassword(credential.appPassword)
				: ask("PUT", "oauth", {
						...JSON.parse(secretOf(credential, mailbox)),
						mailbox,
					}),
		/** Revokes every OAuth consent and delegation. */
		revokeOauth: () => ask("DELETE", "oauth"),
	};
}
