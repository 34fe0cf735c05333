import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { LOCAL_INBOX } from "../functions/send-email/contract.ts";
import { Misuse, type Target } from "./target.ts";

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
export async function findLocalGmail({
	lambda,
	sender,
}: Target): Promise<LocalGmail> {
	const { Environment } = await lambda.send(
		new GetFunctionConfigurationCommand({ FunctionName: sender.functionName }),
	);
	const url = Environment?.Variables?.[LOCAL_INBOX];
	if (url === undefined)
		throw new Misuse(
			`Cannot find a look-alike Gmail beside ${sender.name}: failures are only caused on the stack of npm start`,
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
