import { describe, expect, test } from "vitest";
import { BUDGET, LEASE_MARGIN_SECONDS } from "../../../core/contract.ts";
import {
	afterLease,
	CALLS,
	isTimeFor,
	isTimeToSend,
	leaseEnd,
	MOST_READ_MS,
	msFor,
} from "../../../functions/send-email/deadline.ts";
import {
	clientSettings,
	longestCallMs,
	REQUEST_MS,
} from "../../../functions/shared/client-settings.ts";
import { stepBatch } from "../../support/steps.ts";

const callMs = longestCallMs(clientSettings(REQUEST_MS.sender));
/** A batch that ends in so many ms. */
function ending(ms: number) {
	const { batch } = stepBatch({ callMs });
	return { ...batch, deadline: batch.deps.clock.now() + ms };
}

describe("the worst case of a call", () => {
	test("is all attempts, each with its connection, and the pause between", () => {
		expect(callMs).toBe(2 * (1000 + 2000) + 500);
	});
});

describe("time", () => {
	test("for calls leaves that of the answer at the end", () => {
		expect(isTimeFor(2, ending(3 * callMs + 1000))).toBe(true);
		expect(isTimeFor(2, ending(3 * callMs + 999))).toBe(false);
		expect(isTimeFor(2, ending(3 * callMs + 6000), 5000)).toBe(true);
		expect(isTimeFor(2, ending(3 * callMs + 5999), 5000)).toBe(false);
	});

	test("to send is that of a claim in which nothing is answered, and of a send and its row", () => {
		const { deps } = ending(0);
		const claim = msFor(CALLS.claim + CALLS.write, { deps });
		const send = BUDGET.send * 1000 + msFor(CALLS.write, { deps });
		const longest = Math.max(claim, send);
		expect(isTimeToSend(ending(longest))).toBe(true);
		expect(isTimeToSend(ending(longest - 1))).toBe(false);
	});

	test("that the stack gives a function is enough for each message of a batch, sent one after another", () => {
		const { deps } = ending(0);
		// What has to come after the last send: its row, and the answer.
		expect(msFor(CALLS.write, { deps })).toBeLessThanOrEqual(
			BUDGET.settle * 1000,
		);
		const { state, login, send, settle } = BUDGET;
		const shortest = (state + login + send + settle) * 1000;
		expect(isTimeToSend(ending((BUDGET.send + BUDGET.settle) * 1000))).toBe(
			true,
		);
		// Nothing is answered: the breaker, the secret, a token, a login, what others sent, the breaker.
		const admission = 2 * callMs + CALLS.change * callMs + BUDGET.login * 1000;
		expect(admission + msFor(CALLS.brake, { deps })).toBeLessThanOrEqual(
			shortest,
		);
		// Everything that a message consists of is in S3, and comes at the last moment.
		const read = msFor(CALLS.read, { deps }) + MOST_READ_MS;
		expect(read).toBeLessThanOrEqual(shortest);
	});

	test("of a lease ends after the invocation, and what may be claimed anew comes later", () => {
		const batch = ending(1000);
		expect(leaseEnd(batch)).toBe(batch.deadline + LEASE_MARGIN_SECONDS * 1000);
		expect(afterLease(batch)).toBeGreaterThan(leaseEnd(batch));
	});
});
