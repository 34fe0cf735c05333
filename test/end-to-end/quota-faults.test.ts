import { afterEach, describe, expect, test } from "vitest";
import { quotaOf } from "../../core/quota/quota.ts";
import { usedOf } from "../../core/quota/window.ts";
import type { Harness } from "../support/harness.ts";
import { limitRefusals, rowsOf, startWithLimits } from "../support/limits.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
afterEach(() => stack.stop());

const HOUR = 60;
const LIMITS = { messages: 30, recipients: 300 };

const used = async () => {
	const { messages, recipients } = usedOf(
		quotaOf(await stack.quota()),
		Date.now(),
	);
	return { messages, recipients };
};

/** Puts so many mails on the queue that one invocation takes them all. */
async function sendOneBatch(prefix: string): Promise<void> {
	await stack.mapping.disable();
	await stack.sendMany(9, prefix);
	stack.mapping.enable();
}

/** Fails the table's calls of one kind, from the one with this number on. */
function failFrom(
	number: number,
	action: "GetItem" | "PutItem",
	also: () => void = () => {},
): void {
	let calls = 0;
	stack.local.aws.endpoint.intercept = (service, called) => {
		if (service !== "dynamodb" || called !== action) return undefined;
		calls += 1;
		if (calls < number) return undefined;
		also();
		return "drop";
	};
}

function mend(): void {
	stack.local.aws.endpoint.intercept = () => undefined;
}

describe("room in the daily limit", () => {
	test("is given back for what Google refuses for good", async () => {
		stack = await startWithLimits(LIMITS);
		await stack.sendMany(40, "refused", {
			fields: { to: ["reply-550-5.1.1@example.com", "b@example.com"] },
		});
		await stack.settle();
		await stack.pass(3 * HOUR, 15);
		// The address that exists took each of them.
		expect(await used()).toEqual({ messages: 29, recipients: 29 });
	});

	test("is free again when forty wrong addresses were refused at a limit of thirty", async () => {
		stack = await startWithLimits(LIMITS);
		const fields = { to: "reply-550-5.1.1@example.com" };
		await stack.sendMany(40, "refused", { fields });
		await stack.settle();
		await stack.pass(HOUR, 10);
		expect(stack.deadLetters()).toHaveLength(40);
		expect(await used()).toEqual({ messages: 0, recipients: 0 });
		await stack.sendMany(20, "good");
		await stack.settle();
		expect(stack.accepted).toHaveLength(20);
	});

	test("is given back for a message that was sent before", async () => {
		stack = await startWithLimits(LIMITS);
		await stack.send(mail({ id: "same" }));
		await stack.settle();
		for (let copy = 0; copy < 40; copy += 1)
			await stack.send(mail({ id: "same" }));
		await stack.settle();
		await stack.pass(HOUR, 10);
		expect(stack.waiting()).toBe(0);
		expect(stack.accepted).toHaveLength(1);
		expect(await used()).toEqual({ messages: 1, recipients: 1 });
	});

	test("that a function takes with it when it is killed is only missing for a day", async () => {
		stack = await startWithLimits(LIMITS);
		await stack.send(mail({ id: "first" }));
		await stack.settle();
		// The first write reserves; at the next, a claim, the function is killed.
		failFrom(2, "PutItem", () => {
			for (const { pid } of stack.sendingFunction.environments)
				process.kill(pid ?? 0, "SIGKILL");
		});
		await sendOneBatch("killed");
		await stack.settle();
		mend();
		expect(stack.accepted).toHaveLength(1);
		expect(await used()).toMatchObject({ messages: 10 });

		await stack.pass(HOUR, 5);
		expect(stack.accepted).toHaveLength(10);
		expect(await used()).toMatchObject({ messages: 19 });
		await stack.pass(26 * HOUR, HOUR);
		await stack.sendMany(29, "next-day");
		await stack.settle();
		expect(stack.accepted).toHaveLength(39);
		expect(limitRefusals(stack)).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});
});

describe("a write of what was used whose answer is lost", () => {
	/** Loses the answer to the next write once this holds. */
	function loseAnswerWhen(holds: () => boolean): void {
		let isLost = false;
		stack.local.aws.endpoint.intercept = (service, action) => {
			if (service !== "dynamodb" || action !== "PutItem") return undefined;
			if (isLost || !holds()) return undefined;
			isLost = true;
			return "drop-answer";
		};
	}

	test("reserves room once", async () => {
		stack = await startWithLimits(LIMITS);
		loseAnswerWhen(() => true);
		await sendOneBatch("mail");
		await stack.settle();
		await stack.pass(HOUR, 10);
		expect(stack.accepted).toHaveLength(9);
		expect(await used()).toMatchObject({ messages: 9 });
	});

	test("gives room back once", async () => {
		stack = await startWithLimits(LIMITS);
		await stack.sendMany(10, "good");
		await stack.settle();
		// The dead letters are out: what is written next is the room they did not need.
		loseAnswerWhen(() => stack.deadLetters().length === 9);
		await stack.mapping.disable();
		await stack.sendMany(9, "refused", {
			fields: { to: "reply-550-5.1.1@example.com" },
		});
		stack.mapping.enable();
		await stack.settle();
		expect(await used()).toEqual({ messages: 10, recipients: 10 });
	});
});

describe("nothing is sent without room", () => {
	test("while what was used cannot be read", async () => {
		stack = await startWithLimits(LIMITS);
		// The first read is the breaker's.
		failFrom(2, "GetItem");
		await sendOneBatch("mail");
		await stack.settle();
		mend();
		expect(stack.log("aws-call-failed")).toHaveLength(1);
		expect(await rowsOf(stack)).toEqual([]);
		expect(stack.accepted).toEqual([]);
		expect(stack.waiting()).toBe(9);

		await stack.pass(5);
		expect(stack.accepted).toHaveLength(9);
		expect(await used()).toMatchObject({ messages: 9 });
	});

	test("while the reservation cannot be written", async () => {
		stack = await startWithLimits(LIMITS);
		failFrom(1, "PutItem");
		await sendOneBatch("mail");
		await stack.settle();
		mend();
		expect(stack.accepted).toEqual([]);
		expect(stack.waiting()).toBe(9);

		await stack.pass(5);
		expect(stack.accepted).toHaveLength(9);
		expect(await used()).toMatchObject({ messages: 9 });
		expect(stack.deadLetters()).toEqual([]);
	});
});
