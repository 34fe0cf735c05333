import { ENV } from "../../core/contract.ts";
import { placeIn } from "../../core/delivery/space.ts";
import type { Limits } from "../../core/quota/limits.ts";
import { Harness } from "./harness.ts";

/** Access key ids whose SenderId is a producer of this name. */
export const BILLING = "AROABILLING";
export const SHOP = "AROASHOP";
const PRODUCERS = { [BILLING]: "billing", [SHOP]: "shop" };

/** A stack with two named producers whose mailbox has these limits; Google's look-alike has `googles`. */
export async function startWithLimits(
	limits: Limits,
	options: {
		readonly googles?: Limits;
		readonly environment?: Readonly<Record<string, string>>;
	} = {},
): Promise<Harness> {
	const { googles = limits, environment = {} } = options;
	const both = {
		[ENV.messageLimit]: String(limits.messages),
		[ENV.recipientLimit]: String(limits.recipients),
	};
	const stack = await Harness.start({
		environment: {
			...both,
			[ENV.producers]: JSON.stringify(PRODUCERS),
			...environment,
		},
		breakerEnvironment: both,
	});
	stack.gmail.mailboxes.setLimits(googles);
	return stack;
}

/** Refusals of the daily limit that Google's look-alike has given. */
export function limitRefusals({ gmail }: Harness): number {
	return gmail.log.refusals.filter(({ reply }) => reply.includes("5.4.5"))
		.length;
}

/** Rows of messages whose id begins so. */
export async function rowsOf(stack: Harness, prefix = "") {
	const rows = await stack.rows();
	return rows.filter(({ pk }) => placeIn(String(pk))?.id.startsWith(prefix));
}

/** The last value of a gauge. */
export function gauge({ lines }: Harness, name: string): number | undefined {
	const line = lines.findLast(
		(one) => one.startsWith('{"_aws"') && one.includes(`"${name}"`),
	);
	return line === undefined ? undefined : JSON.parse(line)[name];
}
