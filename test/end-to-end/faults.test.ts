import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

const children = () =>
	(stack.local.aws.functions[0]?.environments ?? []).map(({ pid }) => pid ?? 0);
const killAll = () => {
	for (const pid of children()) process.kill(pid, "SIGKILL");
};

/** Fails one kind of AWS call the first `times` times. */
function fail(
	service: string,
	action: string,
	how: "drop" | "drop-answer" | "error",
	times = Infinity,
	also: () => void = () => {},
): void {
	let left = times;
	stack.local.aws.endpoint.intercept = (toService, toAction) => {
		if (toService !== service || toAction !== action || left <= 0)
			return undefined;
		left -= 1;
		also();
		return how;
	};
}

function mend(): void {
	stack.local.aws.endpoint.intercept = () => undefined;
}

describe("the same message from twenty producers at once", () => {
	test("is sent once by two environments", async () => {
		await stack.mapping.disable();
		await Promise.all(
			Array.from({ length: 20 }, () => stack.send(mail({ id: "same" }))),
		);
		stack.mapping.enable();
		await stack.settle();
		await stack.pass(30, 5);
		expect(stack.accepted).toHaveLength(1);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});
});

describe("an unreachable dead-letter queue", () => {
	test("keeps the message in the source queue until it is back", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail" },
		]);
		await stack.send(mail({ id: "refused" }));
		fail("sqs", "SendMessage", "error");
		await stack.settle();
		expect(stack.waiting()).toBe(1);
		expect(await stack.row("refused")).toMatchObject({ state: "FAILED" });
		mend();
		await stack.pass(5);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toMatchObject([
			{ facts: { cause: "policy", failure: 1 } },
		]);
		expect(stack.accepted).toEqual([]);
	});
});

describe("a function killed between FAILED and the dead-letter queue", () => {
	test("leaves one dead letter, which a redrive sends once", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "refused" }));
		fail("sqs", "SendMessage", "drop", 1, killAll);
		await stack.settle();
		mend();
		expect(await stack.row("refused")).toMatchObject({
			state: "FAILED",
			failure: 1,
		});
		await stack.pass(25);
		expect(stack.deadLetters()).toHaveLength(1);
		stack.redriveNatively();
		await stack.settle();
		expect(stack.accepted).toHaveLength(1);
		expect(stack.waiting()).toBe(0);
	});
});

describe("a function killed between the dead-letter queue and the acknowledgement", () => {
	test("leaves two copies of one failure, and a redrive of both sends once", async () => {
		stack.gmail.faults.replace([
			{ stage: "eom", reply: "550 5.7.1 likely unsolicited mail", times: 1 },
		]);
		await stack.send(mail({ id: "refused" }));
		fail("events", "PutEvents", "drop", 1, killAll);
		await stack.settle();
		mend();
		await stack.pass(25);
		expect(
			stack.deadLetters().map(({ facts }) => [facts.key, facts.failure]),
		).toEqual([
			["refused", 1],
			["refused", 1],
		]);
		stack.redriveNatively();
		await stack.settle();
		await stack.pass(10);
		expect(stack.accepted).toHaveLength(1);
		expect(stack.waiting()).toBe(0);
	});
});

describe("a state table", () => {
	test("that loses the answer to every write lets each mail out once", async () => {
		fail("dynamodb", "PutItem", "drop-answer");
		await stack.sendMany(5);
		await stack.settle();
		mend();
		await stack.pass(40, 5);
		expect(stack.accepted).toHaveLength(5);
		expect(stack.waiting()).toBe(0);
		expect(stack.deadLetters()).toEqual([]);
	});

	test("that does not answer at all lets no mail out, and no login happens", async () => {
		fail("dynamodb", "GetItem", "error");
		await stack.sendMany(5);
		await stack.settle();
		expect(stack.logins).toEqual([]);
		expect(stack.waiting()).toBe(5);
		mend();
		await stack.pass(5);
		expect(stack.accepted).toHaveLength(5);
	});

	test("that refuses to record a 250 for good does not make it be sent twice", async () => {
		stack.local.aws.endpoint.intercept = (service, action) => {
			const isWrite = service === "dynamodb" && action === "PutItem";
			return isWrite && stack.accepted.length > 0 ? "error" : undefined;
		};
		await stack.send(mail({ id: "unrecorded" }));
		while (stack.accepted.length === 0) await tick();
		stack.local.aws.advance(178_000);
		await stack.settle();
		mend();
		expect(stack.waiting()).toBe(0);
		expect(stack.log("sent-not-recorded")).toHaveLength(1);
		await stack.pass(60, 10);
		expect(stack.accepted).toHaveLength(1);
	});
});

describe("an environment that was frozen", () => {
	test.each(["fin", "reset", "silent"] as const)(
		"while the server ended its session (%s) sends the next mail once",
		async (how) => {
			await stack.send(mail({ id: "before" }));
			await stack.settle();
			const pids = children();
			for (const pid of pids) process.kill(pid, "SIGSTOP");
			if (how !== "silent") stack.gmail.dropConnections(how);
			await tick(100);
			for (const pid of pids) process.kill(pid, "SIGCONT");
			if (how === "silent") stack.local.aws.advance(25_000);
			await stack.send(mail({ id: "after" }));
			await stack.settle();
			expect(stack.accepted).toHaveLength(2);
			expect(await stack.row("after")).toMatchObject({
				state: "SENT",
				attempts: 0,
				resends: 0,
			});
		},
	);
});

describe("a mail with several recipients", () => {
	test("keeps its bytes when the sender's name changes between tries", async () => {
		await stack.send(
			mail({
				id: "named",
				html: "<p>x</p>",
				to: ["ok@example.com", "reply-450-4.2.1-once@example.com"],
			}),
		);
		await stack.settle();
		const [fn] = stack.local.aws.functions;
		Object.assign(fn?.environment ?? {}, { FROM_NAME: "Renamed" });
		fn?.stop();
		await stack.pass(3);
		const [first, second] = stack.accepted;
		expect(stack.accepted).toHaveLength(2);
		expect(second?.raw.equals(first?.raw ?? Buffer.alloc(0))).toBe(true);
	});

	test("reaches again only those a redrive reopens", async () => {
		await stack.send(
			mail({
				id: "partial",
				to: ["ok@example.com", "reply-550-5.1.1-once@example.com"],
			}),
		);
		await stack.settle();
		expect(stack.deadLetters()).toMatchObject([{ facts: { recipients: [1] } }]);
		stack.redriveNatively();
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({
			"ok@example.com": 1,
			"reply-550-5.1.1-once@example.com": 1,
		});
	});
});

function tick(ms = 5): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
