import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { GameDay } from "../../support/game-day.ts";

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
});
afterEach(() => day.stop());

const sendingFunction = () => {
	const { local, sender } = day.stack;
	const found = local.aws.functions.find(
		({ spec }) => spec.name === sender.functionName,
	);
	if (found === undefined) throw new Error("no sending function");
	return found;
};

/** The breaker function sees that nothing runs, but not why: it tells, should nobody have come. */
const AFTER_90_MINUTES = ["backlog-stalled"];

describe("function-failing", () => {
	test.each([1, 30])(
		"is seen with %i waiting, for as long as it fails, and loses nothing",
		async (count) => {
			sendingFunction().broken = "Cannot find module 'index'";
			await day.send(...Array.from({ length: count }, (_, i) => `mail-${i}`));
			await day.pass(40, 2);
			expect(await day.red()).toEqual(["function-failing"]);
			await day.pass(180, 3);
			expect(await day.red()).toEqual(["backlog-stalled", "function-failing"]);

			await day.follow("function-failing", {
				acts: {
					"Deploy again": () => {
						sendingFunction().broken = undefined;
					},
				},
			});
			await day.pass(75, 5);
			await day.expectOver("function-failing");
			day.expectAllSentOnce();
			await day.expectRang({
				page: ["function-failing", ...AFTER_90_MINUTES],
			});
		},
	);

	test("once wakes nobody", async () => {
		sendingFunction().broken = "Cannot find module 'index'";
		await day.send("one");
		await day.pass(2);
		sendingFunction().broken = undefined;
		await day.pass(60, 5);
		day.expectAllSentOnce();
		await day.expectRang({});
	});
});

describe("function-throttled", () => {
	test("is a ticket, mended by more concurrency", async () => {
		await day.type(
			"aws lambda put-function-concurrency --function-name FUNCTION_NAME --reserved-concurrent-executions 0",
			{},
		);
		await day.send("one", "two");
		await day.pass(40, 2);
		expect(await day.red()).toEqual(["function-throttled"]);

		await day.follow("function-throttled");
		await day.pass(75, 5);
		await day.expectOver("function-throttled");
		day.expectAllSentOnce();
		await day.expectRang({ ticket: ["function-throttled"] });
	});
});

describe("backlog-stalled", () => {
	test("tells of a queue that Lambda cannot read", async () => {
		vi.spyOn(console, "error").mockImplementation(() => {});
		const { endpoint, services } = day.stack.local.aws;
		endpoint.intercept = (service, action) =>
			service === "sqs" && action === "ReceiveMessage" ? "error" : undefined;
		services.queues.store
			.getQueueByArn(day.stack.sender.queueArn)
			?.cancelWaiters();
		await day.send("one", "two");
		await day.passIdle(20, 2);
		expect(await day.red()).toEqual(["backlog-stalled"]);

		const [status] = await day.follow("backlog-stalled", {
			acts: {
				"Deploy again": () => {
					endpoint.intercept = () => undefined;
				},
			},
		});
		expect(status?.out).toMatch(
			/Not sending: 2 messages could have been sent since/,
		);
		await day.pass(2);
		await day.expectOver("backlog-stalled");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["backlog-stalled"] });
		vi.restoreAllMocks();
	});
});

describe("mapping-astray", () => {
	test("tells of a mapping that cannot be switched on, and of no other cause", async () => {
		const { mapping } = day.stack;
		mapping.refuseUpdates = true;
		await mapping.disable();
		await day.send("one", "two");
		await day.pass(30);
		expect(await day.red()).toEqual(["mapping-astray"]);

		const [, log] = await day.follow("mapping-astray", {
			acts: {
				"Deploy again": () => {
					mapping.refuseUpdates = false;
				},
			},
		});
		expect(log?.out).toMatch(/AccessDenied/);
		await day.pass(2);
		await day.expectOver("mapping-astray");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["mapping-astray"] });
	});
});

describe("breaker-silent", () => {
	test("pages while mail still goes out, and is over with the next round", async () => {
		day.stack.breakerFunction.broken = "Cannot find module 'index'";
		await day.send("one");
		await day.pass(20, 5);
		expect(await day.red()).toEqual(["breaker-silent"]);
		await day.send("two");

		const [status, byHand] = await day.follow("breaker-silent", {
			acts: {
				"deploy again": () => {
					day.stack.breakerFunction.broken = undefined;
				},
			},
		});
		expect(status?.out).toMatch(/^Sending, but unattended/);
		expect(byHand?.out).toMatch(/Cannot find module/);
		await day.pass(2);
		await day.expectOver("breaker-silent");
		day.expectAllSentOnce();
		await day.expectRang({ page: ["breaker-silent"] });
	});
});
