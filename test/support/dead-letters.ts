import { expect } from "vitest";
import { type Harness, mail } from "./harness.ts";

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
