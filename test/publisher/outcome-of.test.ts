import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { placeIn } from "../../core/delivery/space.ts";
import { outcomeOf, sendEmail } from "../../publisher/index.ts";
import { failInDoubt, failOnce } from "../support/dead-letters.ts";
import { mail } from "../support/mail.ts";
import { Producer } from "../support/producer.ts";

const MINUTE = 60_000;

let producer: Producer;
beforeAll(async () => {
	producer = await Producer.start({ environment: { ON_AMBIGUOUS: "hold" } });
});
afterAll(() => producer.stop());
afterEach(() => producer.stack.gmail.faults.replace([]));

const ask = (message: Parameters<typeof outcomeOf>[0]) =>
	outcomeOf(message, producer.options);

async function send(id: string, fields: object = {}) {
	const email = {
		id,
		to: `${id}@example.com`,
		subject: "Hello",
		text: "Hello",
		...fields,
	};
	const receipt = await sendEmail(email, producer.options);
	await producer.stack.settle();
	return receipt;
}

/** Asks as whoever has sent it: not by the publisher library, here. */
async function askAsOwner(id: string) {
	const row = await producer.stack.row(id);
	const space = placeIn(String(row?.pk))?.space ?? "";
	return outcomeOf(id, { ...producer.options, producer: space });
}

describe("outcomeOf()", () => {
	test("knows nothing of a message that was never sent", async () => {
		expect(await ask("never")).toEqual({ kind: "unknown" });
	});

	test("knows nothing of another producer's message with the same id", async () => {
		await producer.stack.send(mail({ id: "ours" }));
		await producer.stack.settle();
		expect(await ask("ours")).toEqual({ kind: "unknown" });
		expect(await askAsOwner("ours")).toMatchObject({ kind: "sent" });
	});

	test("tells when Google took a message", async () => {
		const before = Date.now();
		await send("sent");
		const outcome = await ask("sent");
		expect(outcome).toEqual({ kind: "sent", at: expect.any(Date) });
		expect("at" in outcome ? outcome.at.getTime() : 0).toBeGreaterThanOrEqual(
			before,
		);
	});

	test("tells that a message waits for its next try", async () => {
		producer.stack.gmail.faults.replace([
			{
				stage: "rcpt",
				reply: "452 4.2.2 mailbox full",
				to: "full@example.com",
			},
		]);
		await send("full");
		expect(await ask("full")).toMatchObject({ kind: "waiting" });
	});

	test("tells that a message is being sent", async () => {
		const { stack } = producer;
		stack.gmail.faults.replace([
			{ stage: "eom", delayMs: 3000, to: "slow@example.com" },
		]);
		await sendEmail(
			{ id: "slow", to: "slow@example.com", subject: "s", text: "t" },
			producer.options,
		);
		await expect
			.poll(() => ask("slow"), { timeout: 20_000, interval: 50 })
			.toMatchObject({ kind: "sending" });
		await stack.settle();
		expect(await ask("slow")).toMatchObject({ kind: "sent" });
	});

	test("tells that a message expired", async () => {
		const notAfter = new Date(Date.now() - MINUTE).toISOString();
		await send("late", { notAfter });
		expect(await ask("late")).toMatchObject({ kind: "expired" });
	});

	test("tells why a message failed", async () => {
		await failOnce(producer.stack, "wrong-address");
		expect(await askAsOwner("wrong-address")).toMatchObject({
			kind: "failed",
			cause: "bad-recipient",
		});
	});

	test("tells that nobody knows whether Google took a message", async () => {
		await failInDoubt(producer.stack, "doubtful");
		expect(await askAsOwner("doubtful")).toMatchObject({ kind: "in-doubt" });
	});

	test("finds a message that was refused as it was by its receipt", async () => {
		const receipt = await sendEmail(
			{ id: "refused", to: "ann@example.com", template: "no-such" },
			producer.options,
		);
		await producer.stack.settle();
		expect(await ask("refused")).toEqual({ kind: "unknown" });
		expect(await ask(receipt)).toMatchObject({
			kind: "failed",
			cause: "bad-message",
		});
	});

	test("tells of a message whose id is another's that it failed, not what became of the other", async () => {
		await send("taken");
		const receipt = await send("taken", { text: "another content" });
		expect(await ask(receipt)).toMatchObject({
			kind: "failed",
			cause: "key-reused",
		});
		expect(await ask("taken")).toMatchObject({ kind: "sent" });
	});

	test("names no cause once an operator has thrown the message away", async () => {
		await failOnce(producer.stack, "thrown-away");
		// As `discard` writes it.
		await producer.options.dynamo.send(
			new UpdateItemCommand({
				TableName: producer.options.tableName,
				Key: {
					pk: { S: String((await producer.stack.row("thrown-away"))?.pk) },
				},
				UpdateExpression: "REMOVE deadCause, deadAt",
			}),
		);
		const outcome = await askAsOwner("thrown-away");
		expect(outcome).toEqual({ kind: "failed", at: expect.any(Date) });
	});

	test("reads no more than grantReadOutcomes lets it", async () => {
		const asked: { readonly input: object }[] = [];
		const dynamo = {
			send: async (command: { readonly input: object }) => {
				asked.push(command);
				return {};
			},
		} as never;
		await outcomeOf(
			{ id: "one", messageId: "two" },
			{ ...producer.options, dynamo },
		);
		expect(
			asked.map(({ input }) => ("Key" in input ? input.Key : undefined)),
		).toEqual([
			{ pk: { S: `of#${producer.options.producer}#one` } },
			{ pk: { S: "dead#two" } },
		]);
		for (const { input } of asked) {
			expect(input).toMatchObject({
				ProjectionExpression: "#state, #cause, #at",
				ExpressionAttributeNames: {
					"#state": "state",
					"#cause": "deadCause",
					"#at": "updatedAt",
				},
			});
		}
	});

	test("says what names the table when nothing does", async () => {
		await expect(outcomeOf("one", {})).rejects.toThrow(
			"Cannot ask for an outcome as tableName is missing: give it in the options, or set MAIL_TABLE_NAME, as mail.connect(fn, …) does in your stack",
		);
	});
});
