import { LOCAL_INBOX } from "../../core/contract.ts";
import { readFunction } from "../sender/readings.ts";
import { Misuse, type Target } from "../sender/target.ts";

/** Address of a local stack's inbox. @throws Misuse that ends with `why` when the target has none */
export async function findLocalInbox(
	target: Target,
	why: string,
): Promise<string> {
	const { sender } = target;
	const { Environment } = await readFunction(target, sender.functionName);
	const url = Environment?.Variables?.[LOCAL_INBOX];
	if (url === undefined)
		throw new Misuse(
			`Cannot find a look-alike Gmail for ${sender.name}: ${why}`,
		);
	return url;
}

/** Looks for a mail to this address. @returns the URL of its page */
export async function findMail(
	inbox: string,
	to: string,
): Promise<string | undefined> {
	const response = await fetch(`${inbox}/api/v1/messages`);
	const { messages } = (await response.json()) as {
		readonly messages: readonly {
			readonly ID: string;
			readonly To: readonly { readonly Address: string }[];
		}[];
	};
	const mail = messages.find(({ To }) =>
		To.some(({ Address }) => Address === to),
	);
	return mail === undefined ? undefined : `${inbox}/view/${mail.ID}`;
}
