import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alarmState } from "../support/alarm-state.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start();
});
afterEach(() => stack.stop());

describe("a hold for two hours", () => {
	test("stops mail at once, survives a deploy, and ends by itself", async () => {
		const answer = await stack.ask({
			action: "hold",
			for: "2h",
			who: "ann",
			why: "flood",
		});
		expect(answer).toMatchObject({ ok: true });
		await stack.settle();
		expect(stack.mapping.enabled).toBe(false);
		await stack.send(mail({ id: "held" }));

		// A deploy sets the mapping to what the template says.
		stack.mapping.enable();
		await stack.settle();
		await stack.pass(2);
		expect(stack.mapping.enabled).toBe(false);
		expect(stack.accepted).toEqual([]);
		expect(await stack.ask({ action: "status" })).toMatchObject({
			verdict: "held",
			message: expect.stringMatching(
				/^On hold since .* by ann: flood\. It ends/,
			),
		});
		await stack.pass(110, 10);
		expect(stack.accepted).toEqual([]);
		expect(stack.logins).toEqual([]);

		await stack.pass(12, 2);
		expect(stack.accepted).toHaveLength(1);
		expect(await stack.ask({ action: "status" })).toMatchObject({
			verdict: "sending",
		});
	});

	test("is over when somebody resumes", async () => {
		await stack.ask({ action: "hold", for: "2h" });
		await stack.send(mail({ id: "held" }));
		await stack.pass(3);
		expect(stack.accepted).toEqual([]);
		await stack.ask({ action: "resume", who: "ann" });
		await stack.settle();
		await stack.pass(2);
		expect(stack.accepted).toHaveLength(1);
	});
});

describe("a hold without an end", () => {
	test("is told by an alarm after an hour, until it is over", async () => {
		await stack.ask({ action: "hold", who: "ann" });
		await stack.pass(50, 10);
		expect(await alarmState(stack, "held-too-long")).toBe("OK");
		await stack.pass(20, 5);
		expect(await alarmState(stack, "held-too-long")).toBe("ALARM");
		await stack.ask({ action: "resume" });
		await stack.pass(2);
		expect(await alarmState(stack, "held-too-long")).toBe("OK");
	});

	test("under which the account fails keeps the alarm of the outage, and its probes", async () => {
		stack.gmail.mailboxes.setPassword("somethingelsenow");
		await stack.send(mail({ id: "waiting" }));
		await stack.settle();
		await stack.ask({ action: "hold", who: "ann" });
		await stack.pass(120, 5);
		expect(await alarmState(stack, "auth-refused")).toBe("ALARM");
		expect(stack.logins.length).toBeGreaterThanOrEqual(3);
		expect(stack.logins.length).toBeLessThanOrEqual(5);
		stack.setPassword("somethingelsenow");
		await stack.pass(3);
		expect(await alarmState(stack, "auth-refused")).toBe("OK");
		expect(stack.accepted).toEqual([]);
		await stack.ask({ action: "resume" });
		await stack.pass(3);
		expect(stack.accepted).toHaveLength(1);
	});
});

describe("a request the door does not understand", () => {
	test.each([
		[{}, /allowed is .*"tick"/],
		[
			{ action: "hold", for: "two hours" },
			/for is "two hours"; allowed is a time such as 90m, 2h or 1d/,
		],
		[{ action: "hold", until: "x" }, /until is unknown/],
		[{ action: "cancel" }, /Cannot cancel everything/],
		[
			{ action: "resume", producer: "nobody" },
			/nothing holds it; rules in force: none/,
		],
	])(
		"%j changes nothing and says what is allowed",
		async (request, sentence) => {
			const answer = await stack.ask(request);
			expect(answer).toMatchObject({
				ok: false,
				message: expect.stringMatching(sentence),
			});
			expect(await stack.breaker()).toBeUndefined();
		},
	);
});
