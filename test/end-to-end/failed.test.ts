import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());

const failed = async () =>
	String((await stack.ask({ action: "failed" })).message).split("\n");

test("the breaker function says that there are no dead letters", async () => {
	expect(await failed()).toEqual(["No dead letters on record."]);
});

test("the breaker function tells dead letters by cause, and the ten newest with id and reason", async () => {
	for (let index = 0; index < 12; index++) {
		await stack.send(
			mail({ id: `refused-${index}`, to: "reply-550-5.1.1@example.com" }),
		);
		await stack.settle();
		stack.local.aws.advance(1000);
	}
	await stack.send(mail({ id: "wrong", to: "nobody" }));
	await stack.settle();
	const [counts, , ...newest] = await failed();
	expect(counts).toMatch(
		/^13 dead letters on record: 12 bad-recipient, 1 bad-message\. Is mail lost\? No/,
	);
	expect(newest).toHaveLength(10);
	expect(newest[0]).toMatch(
		/Z {2}wrong {2}\S+ {2}bad-message {2}.*it has no "@"/,
	);
	expect(newest[1]).toMatch(
		/Z {2}refused-11 .*bad-recipient {2}550[- ]5\.1\.1/,
	);
	expect(newest.at(-1)).toContain("refused-3 ");
});

test("the breaker function says so when the table does not answer", async () => {
	stack.local.aws.endpoint.intercept = (service) =>
		service === "dynamodb" ? "error" : undefined;
	expect((await failed())[0]).toMatch(/the state table does not answer/);
});
