import { findLocalInbox } from "./local-inbox.ts";
import type { Target } from "./target.ts";

/** One failure on demand of the look-alike Gmail. */
export interface Fault {
	readonly stage: string;
	readonly reply: string;
}

/** The controls of the look-alike Gmail. */
export interface LocalGmail {
	setFaults(faults: readonly Fault[]): Promise<void>;
	setPassword(password: string): Promise<void>;
}

/** Finds the look-alike Gmail of a local stack. @throws Misuse when the target is none */
export async function findLocalGmail(target: Target): Promise<LocalGmail> {
	const { sender } = target;
	const url = await findLocalInbox(
		target,
		"failures are only caused on the stack of npm start",
	);
	const put = async (what: string, body: unknown) => {
		const response = await fetch(`${url}/gmail/${what}`, {
			method: "PUT",
			body: JSON.stringify(body),
		});
		if (!response.ok)
			throw new Error(
				`Cannot set the ${what} of the look-alike Gmail: ${await response.text()}`,
			);
	};
	return {
		setFaults: (faults) => put("faults", faults),
		setPassword: (password) =>
			put("password", { password, mailbox: sender.mailbox }),
	};
}
