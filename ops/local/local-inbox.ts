import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { LOCAL_INBOX } from "../../core/contract.ts";
import { Misuse, type Target } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";

/** Address of a local stack's inbox. @throws Misuse that ends with `why` when the target has none */
export async function findLocalInbox(
	{ lambda, sender }: Target,
	why: string,
): Promise<string> {
	const { Environment } = await lambda.send(
		new GetFunctionConfigurationCommand({ FunctionName: sender.functionName }),
	);
	const url = Environment?.Variables?.[LOCAL_INBOX];
	if (url === undefined)
		throw new Misuse(
			`Cannot find a look-alike Gmail beside ${sender.name}: ${why}`,
		);
	return url;
}

const POLL_MS = 250;

/** Waits until a mail to this address is there. @returns the address of its page; undefined when time is up */
export async function waitForMail(
	inbox: string,
	to: string,
	{ seconds, io }: { readonly seconds: number; readonly io: Io },
): Promise<string | undefined> {
	const until = io.now() + seconds * 1000;
	for (;;) {
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
		if (mail !== undefined) return `${inbox}/view/${mail.ID}`;
		if (io.now() >= until) return undefined;
		await io.sleep(POLL_MS);
	}
}
