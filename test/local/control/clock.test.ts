import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { LocalClock } from "../../../local/api.ts";
import { readMove } from "../../../local/control/clock.ts";
import { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";

describe("a move of the clock", () => {
	test.each([
		[{ days: 1, hours: 2, minutes: 3, seconds: 4 }, 93_784_000],
		[{ minutes: 0.5 }, 30_000],
		[{ days: 30 }, 30 * 86_400_000],
	])("as %j goes so far", (body, ms) => {
		expect(readMove(body)).toBe(ms);
	});

	test.each([
		[{}, /^Cannot move the clock by nothing: give days, hours/],
		[{ hours: 0 }, /by nothing/],
		[{ hours: -1 }, /as hours is -1: allowed is a number from 0; for example/],
		[{ hours: "2" }, /as hours is "2": allowed is a number from 0/],
		[{ hours: Number.NaN }, /as hours is null: allowed/],
		[{ hours: null }, /as hours is null: allowed/],
		[{ hour: 1 }, /no field "hour" \(did you mean hours\?\): allowed are days/],
		[{ days: 30, seconds: 1 }, /by 30.* allowed are 30 days at a time/],
		[{ days: 1e308 }, /allowed are 30 days at a time/],
		[[1], /as it is \[1\]: allowed is a JSON object/],
		["2h", /as it is "2h": allowed is a JSON object/],
		[null, /as it is null/],
	])("as %j is refused with a sentence", (body, sentence) => {
		expect(() => readMove(body)).toThrow(sentence);
	});
});

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());

const ask = async (method: string, body?: string) => {
	const response = await fetch(`${stack.local.inbox.url}/local/clock`, {
		method,
		...(body === undefined ? {} : { body }),
	});
	const json: unknown = await response.json();
	return { status: response.status, json };
};
const clock = async () => (await ask("GET")).json as LocalClock;

describe("the clock of a run", () => {
	test("shows its time, and how far it is ahead", async () => {
		const { now, time, aheadMs } = await clock();
		expect(time).toBe(new Date(now).toISOString());
		expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
		expect(aheadMs).toBe(0);
	});

	test("moves, and all that was due on the way is done when it answers", async () => {
		await stack.ask({ action: "hold", for: "1h", who: "ann" });
		await stack.send(mail());
		const { status, json } = await ask("POST", '{"hours":2}');
		expect(status).toBe(200);
		expect((json as LocalClock).aheadMs).toBe(7_200_000);
		expect(stack.accepted).toHaveLength(1);
	});

	test("moves as far as two together say who ask at once, one after the other", async () => {
		const { aheadMs } = await clock();
		await Promise.all([
			ask("POST", '{"minutes":3}'),
			ask("POST", '{"minutes":4}'),
		]);
		expect((await clock()).aheadMs - aheadMs).toBe(420_000);
	});

	test.each(["{hours", "2h", "[", "\u0000"])(
		"refuses %j, which is no JSON",
		async (body) => {
			expect(await ask("POST", body)).toEqual({
				status: 400,
				json: { Error: expect.stringMatching(/^Cannot read the request's/) },
			});
		},
	);

	test("refuses more than 1 MiB", async () => {
		expect(await ask("POST", " ".repeat(1_048_577))).toEqual({
			status: 400,
			json: { Error: expect.stringMatching(/1048577 bytes: allowed are/) },
		});
	});

	test("is not somewhere else, and what is there is told", async () => {
		const url = `${stack.local.inbox.url}/local/clocks`;
		const response = await fetch(url);
		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({
			Error: expect.stringMatching(
				/^There is no GET \/local\/clocks; .*POST \/local\/clock/,
			),
		});
	});

	test("moves while mail lies ready that nobody takes", async () => {
		vi.spyOn(console, "error").mockImplementation(() => {});
		const { endpoint, services } = stack.local.aws;
		endpoint.intercept = (_service, action) =>
			action === "ReceiveMessage" ? "error" : undefined;
		const queue = services.queues.store.getQueueByArn(stack.sender.queueArn);
		queue?.cancelWaiters();
		await stack.send(mail());
		const { aheadMs } = await clock();
		await ask("POST", '{"minutes":5}');
		expect((await clock()).aheadMs - aheadMs).toBe(300_000);
		expect(queue?.messages).toHaveLength(1);
		endpoint.intercept = () => undefined;
		vi.restoreAllMocks();
		await stack.settle();
	});

	test("moves while a function hangs", async () => {
		stack.gmail.faults.replace([{ stage: "eom", hang: true }]);
		await stack.send(mail());
		const { aheadMs } = await clock();
		await ask("POST", '{"minutes":10}');
		expect((await clock()).aheadMs - aheadMs).toBe(600_000);
		expect(stack.sendingFunction.busy).toBe(true);
	});
});
