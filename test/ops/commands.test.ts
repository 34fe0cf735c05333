import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { Harness } from "../support/harness.ts";
import { localFlags, typeOps as ops } from "../support/ops.ts";

const NEW_PASSWORD = "brandnewpassword";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start({ withoutPassword: true });
});
afterAll(() => stack.stop());

const local = (...args: string[]) => [...args, ...localFlags(stack)];
const storedPassword = () =>
	stack.local.aws.services.secrets.actions.GetSecretValue?.({
		SecretId: stack.sender.secretArn,
	}) as { SecretString: string };

describe("ops status", () => {
	test("says in its first two lines that there is no App Password yet, and what to type", async () => {
		const { code, out } = await ops(local("status"));
		expect(code).toBe(1);
		expect(out).toMatch(
			/^Not sending: There is no App Password yet\. Is mail lost\? No.*\nType: npm run ops -- set-password/,
		);
	});

	test("gives JSON on request", async () => {
		const { out } = await ops(local("status", "--json"));
		expect(JSON.parse(out)).toMatchObject({
			verdict: "config",
			password: "empty",
			mapping: "Enabled",
			stack: "GmailSender-mail",
		});
	});
});

describe("ops set-password", () => {
	test.each([
		[
			"too short",
			"abc",
			/has 3 characters; an App Password has exactly 16 lower-case letters/,
		],
		[
			"the account's own",
			"Tr0ub4dor&3-Tr0ub4",
			/not all of them lower-case letters/,
		],
		["empty", "", /Cannot store an empty App Password/],
	])("refuses one that is %s", async (_name, password, sentence) => {
		const { code, err } = await ops(local("set-password"), password);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
		expect(storedPassword().SecretString).toBe('{"appPassword":""}');
	});

	test("refuses one on the command line", async () => {
		expect(await ops(local("set-password", LOCAL_APP_PASSWORD))).toMatchObject({
			code: 2,
			err: expect.stringContaining("where others can read it"),
		});
	});

	test("stores nothing when Google refuses the login", async () => {
		const { code, err } = await ops(local("set-password"), NEW_PASSWORD);
		expect(code).toBe(1);
		expect(err).toMatch(/Nothing was stored: Google refuses.*535-5\.7\.8/);
		expect(storedPassword().SecretString).toBe('{"appPassword":""}');
	});

	test("stores one that works, without its spaces", async () => {
		const { code, out } = await ops(
			local("set-password"),
			"loca lonl ypas swrd\n",
		);
		expect({ code, out }).toMatchObject({
			code: 0,
			out: expect.stringContaining("Stored. Google accepted it."),
		});
		expect(storedPassword().SecretString).toBe(
			`{"appPassword":"${LOCAL_APP_PASSWORD}"}`,
		);
		expect((await ops(local("status"))).out).toMatch(/^Sending/);
	});
});

describe("ops send", () => {
	test("tells Google's answer", async () => {
		const { code, out } = await ops(
			local("send", "--to", "ann@example.com", "--subject", "Hi 😀"),
		);
		expect(code).toBe(0);
		expect(out).toMatch(/^Sent\. The reply from Google: 250 2\.0\.0 OK/);
	});

	test("tells why a message was not sent", async () => {
		const { code, out } = await ops(
			local("send", "--to", "reply-550-5.1.1@example.com", "--json"),
		);
		expect(code).toBe(1);
		expect(JSON.parse(out)).toMatchObject({
			state: "FAILED",
			message: expect.stringContaining("bad-recipient"),
		});
	});

	test("refuses a bad message before it is on the queue", async () => {
		expect(await ops(local("send", "--to", "nobody"))).toMatchObject({
			code: 2,
			err: expect.stringContaining('it has no "@"'),
		});
	});

	test("takes a message from a file", async () => {
		const { code } = await ops(
			local("send", "--file", "-"),
			JSON.stringify({
				id: "from-file",
				to: "ann@example.com",
				subject: "File",
				text: "x",
			}),
		);
		expect(code).toBe(0);
		expect(await stack.row("from-file")).toMatchObject({ state: "SENT" });
	});
});

describe("ops send with an id that was used before", () => {
	const text = (body: string) =>
		JSON.stringify({
			id: "again",
			to: "ann@example.com",
			subject: "A",
			text: body,
		});

	test("says so and sends nothing, whether the message is the same or another", async () => {
		expect((await ops(local("send", "--file", "-"), text("one"))).out).toMatch(
			/^Sent\. The reply from Google: /,
		);
		const before = stack.accepted.length;
		expect(await ops(local("send", "--file", "-"), text("one"))).toMatchObject({
			code: 0,
			out: expect.stringMatching(/^Already sent, so not sent again/),
		});
		expect(await ops(local("send", "--file", "-"), text("two"))).toMatchObject({
			code: 1,
			out: expect.stringMatching(/its id belongs to another message/),
		});
		expect(stack.accepted).toHaveLength(before);
	});
});

describe("after a refused login", () => {
	test("status asks for a password, and once one is stored mail flows", async () => {
		stack.gmail.mailboxes.setPassword(NEW_PASSWORD);
		stack.gmail.dropConnections();
		stack.local.aws.advance(30_000);
		await ops(local("send", "--to", "ann@example.com", "--wait", "1"));
		const refused = await ops(local("status"));
		expect(refused.out).toMatch(
			/Google refuses the App Password.*\nType: npm run ops -- set-password --local --port \d+\nReply: 535-5\.7\.8/,
		);
		await ops(local("set-password"), NEW_PASSWORD);
		await stack.pass(3);
		expect((await ops(local("status"))).out).toMatch(/^Sending/);
	});
});

describe("ops validate", () => {
	test("works offline and gives the function's sentences", async () => {
		const { code, out } = await ops(
			["validate", "-"],
			'{"to":"a@b.example","subject":"x","txt":"y"}',
		);
		expect(code).toBe(1);
		expect(out).toContain("/txt is not allowed: the field is unknown");
	});

	test("accepts a good message", async () => {
		expect(
			await ops(
				["validate", "-"],
				'{"to":["a@b.example"],"subject":"x","text":"y"}',
			),
		).toMatchObject({ code: 0, out: "-: valid, 1 recipient\n" });
	});
});

describe("ops, misused,", () => {
	test.each([
		[[], /Stop and resume:/],
		[["frobnicate"], /There is no command frobnicate/],
		[["status", "--frob"], /--frob/],
		[["status", "--local", "4600"], /Cannot use 4600: /],
		[["list", "4600"], /Cannot use 4600: /],
		[["validate"], /name a file/],
		[["validate", "/does/not/exist"], /Cannot read/],
		[
			["status", "--local", "--port", "1"],
			/Cannot reach the local stack on port 1: type npm start/,
		],
	])("%j says what to type", async (args, sentence) => {
		const { code, err } = await ops(args);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
	});

	test("names the stack that is not there", async () => {
		expect(await ops(local("status", "--stack", "None"))).toMatchObject({
			code: 2,
			err: expect.stringContaining("Cannot find the stack None"),
		});
	});
});
