import { expect } from "vitest";
import type { Harness } from "./harness.ts";
import { mail } from "./mail.ts";

/** Dead-letters a message: its recipient is refused once, so that a redrive would send it. */
export async function failOnce(
	stack: Harness,
	id: string,
	fields: object = {},
): Promise<string> {
	const to = `${id}@example.com`;
	stack.gmail.faults.replace([
		{ stage: "rcpt", reply: "550 5.1.1 does not exist", to, times: 1 },
	]);
	await stack.send(mail({ id, to, ...fields }), { Tenant: "blue" });
	await stack.settle();
	expect(await stack.row(id)).toMatchObject({ state: "FAILED" });
	return to;
}

/**
 * Dead-letters "one" (of two recipients), "two", "doubt" and an unreadable message, and sends
 * "fine"; needs a stack that holds what is in doubt. @returns SQS's id of the unreadable one
 */
export async function failSome(stack: Harness): Promise<string> {
	await failOnce(stack, "one", { to: ["one@example.com", "ann@example.com"] });
	await failOnce(stack, "two");
	await failInDoubt(stack, "doubt");
	const unreadable = await stack.send({ ...mail(), txt: "x" });
	await stack.send(mail({ id: "fine" }));
	await stack.settle();
	return unreadable;
}

/** Dead-letters a message in doubt; needs a stack that holds what is in doubt. */
export async function failInDoubt(
	stack: Harness,
	id: string,
	fields: object = {},
): Promise<string> {
	const to = `${id}@example.com`;
	stack.gmail.faults.replace([{ stage: "eom", drop: true, to, times: 1 }]);
	await stack.send(mail({ id, to, ...fields }));
	await stack.settle();
	await stack.pass(5);
	expect(await stack.row(id)).toMatchObject({
		state: "FAILED",
		deadCause: "in-doubt",
	});
	return to;
}
