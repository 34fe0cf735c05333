import { ENV } from "../../core/contract.ts";
import { domainOf } from "../../core/message/address.ts";
import { readFunction } from "../sender/readings.ts";
import { type Check, ok, trouble } from "./check.ts";

export const ehlo: Check = {
	id: "ehlo",
	title: "the sender greets Gmail with a full domain name",
	async run({ target, mend }) {
		const { Environment } = await readFunction(
			target,
			target.sender.functionName,
		);
		const mailbox = Environment?.Variables?.[ENV.mailbox] ?? "";
		const name = domainOf(mailbox);
		if (isFullDomainName(name)) return ok(`EHLO ${name}`);
		return trouble(
			`the EHLO name is ${JSON.stringify(name)}, the domain of the function's ${ENV.mailbox}; it must be a full domain name`,
			"Gmail answers 421 to a client that calls itself localhost or an IP address",
			mend.redeploy(),
		);
	},
};

/** Whether a name has at least two labels, and the last one is neither a number nor a local name. */
export function isFullDomainName(name: string): boolean {
	const labels = name.toLowerCase().split(".");
	const last = labels.at(-1) ?? "";
	return (
		labels.length >= 2 &&
		labels.every((label) =>
			/^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(label),
		) &&
		!/^\d+$/.test(last) &&
		!["localhost", "local", "localdomain", "internal"].includes(last)
	);
}
