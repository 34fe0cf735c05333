import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

describe("a message", () => {
	test("is sent once, recorded, acknowledged and told of", async () => {
		await stack.send(mail({ id: "order-1" }));
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
		expect(stack.waiting()).toBe(0);
		expect(await stack.row("order-1")).toMatchObject({
			state: "SENT",
			progress: { accepted: [0] },
		});
		expect(stack.outcomes()).toMatchObject([
			{ outcome: "sent", id: "order-1" },
		]);
	});

	test("that comes twice with one id is sent once", async () => {
		await stack.send(mail({ id: "order-1" }));
		await stack.settle();
		await stack.send(mail({ id: "order-1" }));
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
		expect(stack.waiting()).toBe(0);
	});

	test("whose duplicate is in the same batch is sent once", async () => {
		await stack.mapping.disable();
		await Promise.all([
			stack.send(mail({ id: "duplicate" })),
			stack.send(mail({ id: "duplicate" })),
		]);
		stack.mapping.enable();
		await stack.settle();
		await stack.pass(30, 5);
		expect(stack.accepted).toHaveLength(1);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});

	test("that is poison goes to the dead-letter queue while the others are sent", async () => {
		await stack.mapping.disable();
		await stack.send("this is not JSON");
		await stack.send(
			mail({
				id: "good",
				attachments: [{ filename: "x", path: "/etc/passwd" }],
			}),
		);
		await stack.sendMany(5);
		stack.mapping.enable();
		await stack.settle();
		expect(stack.accepted).toHaveLength(5);
		expect(stack.waiting()).toBe(0);
		const facts = stack.deadLetters().map((letter) => letter.facts);
		expect(facts).toMatchObject([
			{ cause: "bad-message" },
			{ cause: "bad-message" },
		]);
		expect(
			stack.outcomes().filter(({ outcome }) => outcome === "failed"),
		).toHaveLength(2);
	});

	test("with an id that belongs to another message is refused as key-reused", async () => {
		await stack.send(mail({ id: "order-1" }));
		await stack.settle();
		await stack.send(mail({ id: "order-1", subject: "Something else" }));
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "key-reused", key: "order-1" } },
		]);
	});

	test("that Google refuses is dead-lettered at the first verdict, and sent after a redrive", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "spam" }));
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "policy", failure: 1, key: "spam" } },
		]);
		expect(stack.waiting()).toBe(0);
		stack.redriveNatively();
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
		expect(await stack.row("spam")).toMatchObject({ state: "SENT" });
		expect((await stack.row("spam"))?.deadCause).toBeUndefined();
	});

	test("with ten attributes of its producer keeps them in the dead letter, and is sent after a redrive", async () => {
		const attributes = Object.fromEntries(
			Array.from({ length: 10 }, (_, index) => [`a${index}`, `v${index}`]),
		);
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "attributes" }), attributes);
		await stack.settle();
		const [letter] = stack.deadLetters();
		expect(letter?.facts.attributes).toMatchObject({
			a0: { type: "String", value: "v0" },
			a9: { type: "String", value: "v9" },
		});
		stack.redriveNatively();
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
	});

	test("that is deferred waits, loses one attempt, and is sent later with the same Message-ID", async () => {
		stack.gmail.faults.replace([
			{
				stage: "rcpt",
				reply: "450 4.2.1 receiving mail too quickly",
				times: 1,
			},
		]);
		await stack.send(mail({ id: "slow" }));
		await stack.settle();
		expect(await stack.row("slow")).toMatchObject({
			state: "WAITING",
			attempts: 1,
		});
		await stack.pass(2);
		expect(await stack.row("slow")).toMatchObject({ state: "SENT" });
		expect(stack.accepted).toHaveLength(1);
	});

	test("past its notAfter is acknowledged as expired", async () => {
		await stack.send(mail({ id: "late", notAfter: "2020-01-01T00:00:00Z" }));
		await stack.settle();
		expect(stack.accepted).toEqual([]);
		expect(stack.waiting()).toBe(0);
		expect(await stack.row("late")).toMatchObject({ state: "EXPIRED" });
		expect(stack.outcomes()).toMatchObject([
			{ outcome: "expired", id: "late" },
		]);
	});

	test("goes to several recipients, each settled on its own", async () => {
		await stack.send(
			mail({
				id: "many",
				to: [
					"ok@example.com",
					"reply-450-4.2.1-once@example.com",
					"reply-550-5.1.1@example.com",
				],
			}),
		);
		await stack.settle();
		await stack.pass(2);
		expect(stack.acceptedBy()).toEqual({
			"ok@example.com": 1,
			"reply-450-4.2.1-once@example.com": 1,
		});
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "bad-recipient", recipients: [2] } },
		]);
		expect(stack.waiting()).toBe(0);
		const [first, second] = stack.accepted;
		expect(first?.raw.equals(second?.raw ?? Buffer.alloc(0))).toBe(true);
	});
});
