import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { Harness } from "../support/harness.ts";

const MINUTE = 60_000;

let stack: Harness;
let lambda: LambdaClient;
beforeAll(async () => {
	stack = await Harness.start();
	lambda = new LambdaClient({
		...stack.local.aws.client,
	});
});
afterAll(async () => {
	lambda.destroy();
	await stack.stop();
});
beforeEach(async () => {
	stack.gmail.faults.replace([]);
	stack.gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD);
	stack.setPassword(LOCAL_APP_PASSWORD);
	await stack.pass(65, 65);
	await stack.local.aws.tick();
});

async function checkLogin(): Promise<Record<string, unknown>> {
	const { Payload } = await lambda.send(
		new InvokeCommand({
			FunctionName: stack.sender.breakerFunctionName,
			Payload: '{"action":"check-login"}',
		}),
	);
	return JSON.parse(Buffer.from(Payload ?? []).toString());
}

const logins = () => stack.logins.length;

test("check-login says that Google accepts the login, where, as whom and by which EHLO name", async () => {
	const before = logins();
	expect(await checkLogin()).toEqual({
		ok: true,
		message: "Google accepts the login (just now)",
		server: `127.0.0.1:${stack.gmail.port}`,
		user: "y***@example.com",
		ehloName: "example.com",
	});
	expect(logins()).toBe(before + 1);
});

test("check-login in a loop logs in once a minute", async () => {
	const before = logins();
	const answers = [await checkLogin(), await checkLogin(), await checkLogin()];
	expect(logins()).toBe(before + 1);
	expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
	expect(answers[2]?.message).toMatch(/s ago, and not tried again/);
	stack.local.aws.advance(MINUTE);
	await checkLogin();
	expect(logins()).toBe(before + 2);
});

test("check-login remembers across the breaker function's rounds and environments", async () => {
	const before = logins();
	await checkLogin();
	await stack.local.aws.tick();
	for (const fn of stack.local.aws.functions) fn.stop();
	expect(await checkLogin()).toMatchObject({ ok: true });
	expect(logins()).toBe(before + 1);
});

test("check-login asked for by many at once logs in once", async () => {
	const before = logins();
	const answers = await Promise.all(Array.from({ length: 4 }, checkLogin));
	expect(logins()).toBe(before + 1);
	expect(answers.some(({ ok }) => ok)).toBe(true);
	expect(
		answers.every(
			({ ok, message }) => ok || /^Nothing is known yet/.test(String(message)),
		),
	).toBe(true);
});

test("check-login of a refused password costs one login, opens the breaker, and is answered from it then", async () => {
	stack.gmail.mailboxes.setPassword("somethingelsenow");
	const before = logins();
	const first = await checkLogin();
	expect(first).toMatchObject({
		ok: false,
		cause: "auth",
		reply: expect.stringMatching(/^535-5\.7\.8/),
	});
	expect(await stack.breaker()).toMatchObject({ kind: "open", cause: "auth" });
	for (let minutes = 0; minutes < 10; minutes += 1) {
		stack.local.aws.advance(MINUTE);
		expect(await checkLogin()).toMatchObject({ ok: false, cause: "auth" });
	}
	expect(logins()).toBe(before + 1);
});

test("check-login tries a new password at once", async () => {
	stack.gmail.mailboxes.setPassword("somethingelsenow");
	await checkLogin();
	stack.setPassword("somethingelsenow");
	expect(await checkLogin()).toMatchObject({ ok: true });
});

test("check-login while Google throttles logins adds none", async () => {
	stack.gmail.faults.replace([
		{ stage: "auth", reply: "454 4.7.0 Too many login attempts" },
	]);
	expect(await checkLogin()).toMatchObject({
		ok: false,
		cause: "auth-throttle",
	});
	const before = logins();
	stack.local.aws.advance(2 * MINUTE);
	expect(await checkLogin()).toMatchObject({ cause: "auth-throttle" });
	expect(logins()).toBe(before);
});

test("check-login tells of a server that hangs up, and does not open the breaker for it", async () => {
	stack.gmail.faults.replace([{ stage: "ehlo", drop: true }]);
	expect(await checkLogin()).toMatchObject({ ok: false, cause: "transient" });
	expect((await stack.breaker())?.kind).not.toBe("open");
});

test("check-login without an App Password logs in nowhere", async () => {
	stack.setPassword("");
	const before = logins();
	expect(await checkLogin()).toMatchObject({
		ok: false,
		cause: "config",
		message: expect.stringContaining("no App Password yet"),
	});
	expect(logins()).toBe(before);
});
