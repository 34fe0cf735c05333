import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ENV, RECIPIENT_KEY } from "../../core/contract.ts";
import type { Harness } from "../support/harness.ts";
import { BILLING, SHOP, startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await startWithLimits({ messages: 1000, recipients: 1000 });
});
afterEach(() => stack.stop());

describe("a producer's name", () => {
	test("stands in the ledger, the log, the outcome, the dead letter and the quota", async () => {
		const refused = { id: "refused", to: "reply-550-5.1.1@example.com" };
		await stack.send(mail({ id: "sent" }), {}, undefined, BILLING);
		await stack.send(mail(refused), {}, undefined, SHOP);
		await stack.settle();

		expect(await stack.row("sent")).toMatchObject({ producer: "billing" });
		expect(await stack.row("refused")).toMatchObject({
			producer: "shop",
			deadCause: "bad-recipient",
		});
		expect(stack.log("sent")).toMatchObject([{ producer: "billing" }]);
		expect(stack.log("dead-lettered")).toMatchObject([{ producer: "shop" }]);
		expect(
			stack
				.outcomes()
				.map(({ id, producer }) => [id, producer])
				.toSorted(),
		).toEqual([
			["refused", "shop"],
			["sent", "billing"],
		]);
		expect(await stack.quota()).toMatchObject({
			buckets: [{ byProducer: { billing: 1 } }],
		});
	});

	test("stands in the dead letter of a message that cannot be read", async () => {
		await stack.send("not JSON", {}, undefined, BILLING);
		await stack.settle();
		const rows = await stack.rows();
		expect(
			rows.filter(({ pk }) => String(pk).startsWith("dead#")),
		).toMatchObject([{ deadCause: "bad-message", producer: "billing" }]);
	});

	test("is AWS's own id when nobody has named it", async () => {
		await stack.send(mail({ id: "role" }), {}, undefined, "AROAUNKNOWN");
		await stack.send(mail({ id: "user" }), {}, undefined, "AIDAUNKNOWN");
		await stack.settle();
		expect(await stack.row("role")).toMatchObject({ producer: "AROAUNKNOWN" });
		expect(await stack.row("user")).toMatchObject({ producer: "AIDAUNKNOWN" });
	});

	test("stays that of the first sender when a dead letter is redriven", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "spam" }), {}, undefined, BILLING);
		await stack.settle();
		stack.redriveNatively();
		await stack.settle();
		expect(await stack.row("spam")).toMatchObject({
			state: "SENT",
			producer: "billing",
		});
	});
});

describe("recipients", () => {
	test("stand in the ledger as keyed hashes, in their order, and nowhere in the log", async () => {
		const to = ["Ann@Example.com", "reply-550-5.1.1@example.com"];
		await stack.send(mail({ id: "hashed", to }));
		await stack.settle();
		const rows = await stack.rows();
		const key = rows.find(({ pk }) => pk === RECIPIENT_KEY)?.value;
		const hashes = to.map((address) =>
			createHmac("sha256", Buffer.from(String(key), "hex"))
				.update(address.toLowerCase())
				.digest("hex")
				.slice(0, 16),
		);
		expect(await stack.row("hashed")).toMatchObject({
			recipientHashes: hashes,
		});
		const written = [
			...stack.lines,
			JSON.stringify(stack.outcomes()),
			JSON.stringify(stack.deadLetters().map(({ facts }) => facts)),
		].join("\n");
		for (const secret of [...hashes, String(key), ...to])
			expect(written).not.toContain(secret);
	});

	test("have one hash in every environment", async () => {
		await stack.send(mail({ id: "one" }));
		await stack.settle();
		stack.sendingFunction.stop();
		await stack.send(mail({ id: "two", to: "ANN@example.com" }));
		await stack.settle();
		const one = await stack.row("one");
		const two = await stack.row("two");
		expect(one?.recipientHashes).toHaveLength(1);
		expect(two?.recipientHashes).toEqual(one?.recipientHashes);
	});
});

test("names in the environment that are not JSON objects stop the function with a sentence", async () => {
	Object.assign(stack.sendingFunction.environment, {
		[ENV.producers]: "billing",
	});
	await stack.send(mail({ id: "waits" }));
	await stack.settle();
	expect(stack.waiting()).toBe(1);
	expect(stack.lines.join("\n")).toContain(ENV.producers);
});
