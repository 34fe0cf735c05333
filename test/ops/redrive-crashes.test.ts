import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { redriveDeadLetters } from "../../ops/dead-letters/redrive.ts";
import { closeTarget } from "../../ops/sender/target.ts";
import { Harness } from "../support/harness.ts";
import { killAfter } from "../support/killed.ts";
import { mail } from "../support/mail.ts";
import { localFlags, targetOf, testIo } from "../support/ops.ts";

const CLI = join(import.meta.dirname, "..", "..", "ops", "cli.ts");
const PRELOAD = join(import.meta.dirname, "..", "support", "kill-after.ts");
const COUNT = 3;
const ORDER = {
	filter: {},
	most: Number.POSITIVE_INFINITY,
	perSecond: 1000,
	dryRun: false,
};

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());
afterEach(() => {
	stack.mapping.enable();
});

/** Puts messages into the dead-letter queue that a redrive can send. */
async function fail(prefix: string): Promise<readonly string[]> {
	const keys = Array.from(
		{ length: COUNT },
		(_, index) => `${prefix}-${index}`,
	);
	stack.gmail.faults.replace(
		keys.map((key) => ({
			stage: "rcpt",
			reply: "550 5.1.1 does not exist",
			to: `${key}@example.com`,
			times: 1,
		})),
	);
	for (const key of keys)
		await stack.send(mail({ id: key, to: `${key}@example.com` }));
	await stack.settle();
	expect(stack.deadLetters()).toHaveLength(COUNT);
	return keys;
}

/** Keys of all messages that some queue holds, visible or not. */
function inQueues(): ReadonlySet<string> {
	const { store } = stack.local.aws.services.queues;
	const arns = [stack.sender.deadLetterQueueArn, stack.sender.queueArn];
	return new Set(
		arns.flatMap((arn) => {
			const queue = store.getQueueByArn(arn);
			return [
				...(queue?.messages ?? []),
				...[...(queue?.inflightMessages.values() ?? [])].map(
					({ message }) => message,
				),
			].map(({ body }) => String(JSON.parse(body).id));
		}),
	);
}

async function redriveToTheEnd(): Promise<void> {
	// What the killed run held is visible again.
	await stack.pass(3);
	const target = await targetOf(stack);
	await redriveDeadLetters(target, ORDER, testIo().io);
	closeTarget(target);
	await stack.settle();
}

async function expectOnce(keys: readonly string[], about: string) {
	for (const key of keys) {
		expect(stack.acceptedBy()[`${key}@example.com`], `${key} ${about}`).toBe(1);
		expect(await stack.row(key), `${key} ${about}`).toMatchObject({
			state: "SENT",
		});
	}
	expect(stack.deadLetters(), about).toEqual([]);
	expect(stack.waiting(), about).toBe(0);
}

/** @returns whether it was killed before it was done. */
async function redriveKilled(
	killAt: number,
	keys: readonly string[],
): Promise<boolean> {
	const target = await targetOf(stack);
	// Nothing is sent meanwhile, so every message has to be in a queue after each call.
	const lost: string[] = [];
	const { calls } = killAfter(target, killAt, () => {
		const held = inQueues();
		lost.push(...keys.filter((key) => !held.has(key)));
	});
	try {
		await redriveDeadLetters(target, ORDER, testIo().io);
	} catch (error) {
		expect(String(error)).toContain("killed");
		return true;
	} finally {
		closeTarget(target);
		expect(lost, `in no queue, before call ${killAt} was over`).toEqual([]);
	}
	expect(calls()).toBeLessThan(killAt);
	return false;
}

test("redrive killed after any of its calls loses nothing, and run again sends everything once", async () => {
	let killAt = 1;
	for (; ; killAt += 1) {
		const keys = await fail(`kill-${killAt}`);
		await stack.mapping.disable();
		const killed = await redriveKilled(killAt, keys);
		stack.mapping.enable();
		await stack.settle();
		await redriveToTheEnd();
		await expectOnce(keys, `after a kill at ${killAt}`);
		if (!killed) break;
	}
	expect(killAt).toBeGreaterThan(2 * COUNT + 2);
});

test("redrive killed while the function sends loses and doubles nothing", async () => {
	for (const killAt of [3, 4, 5, 6]) {
		const keys = await fail(`busy-${killAt}`);
		const target = await targetOf(stack);
		killAfter(target, killAt);
		await redriveDeadLetters(target, ORDER, testIo().io).catch(() => undefined);
		closeTarget(target);
		await redriveToTheEnd();
		await expectOnce(keys, `after a kill at ${killAt}`);
	}
});

test("a copy left over by a crash is sent with the failure that came after it", async () => {
	const keys = await fail("left-over");
	stack.gmail.faults.replace([
		{ stage: "rcpt", reply: "550 5.1.1 does not exist", times: 1 },
	]);
	// Killed between sending the first one and deleting it; then it is refused once more.
	const target = await targetOf(stack);
	killAfter(target, 3);
	await expect(redriveDeadLetters(target, ORDER, testIo().io)).rejects.toThrow(
		"killed",
	);
	closeTarget(target);
	await stack.settle();
	expect(stack.deadLetters()).toMatchObject([{ facts: { failure: 2 } }]);
	await redriveToTheEnd();
	await expectOnce(keys, "with two copies");
});

test("two redrives at once send everything once", async () => {
	const keys = [...(await fail("twice"))];
	const targets = [await targetOf(stack), await targetOf(stack)];
	await Promise.all(
		targets.map((target) => redriveDeadLetters(target, ORDER, testIo().io)),
	);
	targets.forEach(closeTarget);
	await stack.settle();
	await redriveToTheEnd();
	await expectOnce(keys, "after two redrives");
});

test("two copies of one message are sent once", async () => {
	const [key = "", ...others] = await fail("copies");
	await stack.send(mail({ id: key, to: `${key}@example.com` }));
	await stack.settle();
	expect(stack.deadLetters()).toHaveLength(COUNT + 1);
	await redriveToTheEnd();
	await expectOnce([key, ...others], "with a duplicate copy");
});

test.each([3, 5, 7])(
	"a real SIGKILL after call %i loses and doubles nothing",
	async (killAt) => {
		const keys = await fail(`real-${killAt}`);
		const child = spawn(
			process.execPath,
			["--import", PRELOAD, CLI, "redrive", "--yes", ...localFlags(stack)],
			{
				env: { ...process.env, KILL_AFTER_CALLS: String(killAt) },
				stdio: "ignore",
			},
		);
		const signal = await new Promise((resolve) =>
			child.on("close", (_code, signal) => resolve(signal)),
		);
		expect(signal).toBe("SIGKILL");
		await redriveToTheEnd();
		await expectOnce(keys, `after SIGKILL at ${killAt}`);
	},
);
