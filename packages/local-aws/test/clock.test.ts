import { afterAll, beforeAll, expect, test } from "vitest";
import { clockOffset, setClockOffset } from "../clock.ts";
import {
	lambda,
	startTinyStack,
	type TinyStack,
} from "./support/tiny-stack.ts";

const HOUR = 3_600_000;

let stack: TinyStack;
beforeAll(async () => {
	stack = await startTinyStack(
		{ Clock: lambda("clock") },
		{ clock: "export const handler = async () => Date.now();" },
	);
});
afterAll(() => stack.stop());

const timeThere = async () =>
	Number((await stack.fn("clock").invoke({})).payload);

test("an invocation brings the time along, so that no message to the process can come too late", async () => {
	await timeThere();
	for (let jump = 0; jump < 5; jump += 1) {
		// Without the message that advance() sends to each process.
		setClockOffset(clockOffset() + HOUR);
		const before = Date.now();
		const there = await timeThere();
		expect(there).toBeGreaterThanOrEqual(before);
		expect(there).toBeLessThanOrEqual(Date.now());
	}
});

test("a function that starts after a jump has the new time", async () => {
	stack.aws.advance(HOUR);
	stack.fn("clock").stop();
	const before = Date.now();
	const there = await timeThere();
	expect(there).toBeGreaterThanOrEqual(before);
	expect(there).toBeLessThanOrEqual(Date.now());
});
