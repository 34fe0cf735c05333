import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { OauthCredential } from "../../core/credential/credential.ts";
import { secretOf } from "../../core/credential/secret.ts";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { login } from "../../ops/checks/login.ts";
import { secret } from "../../ops/checks/secret.ts";
import { drill } from "../../ops/commands/drill.ts";
import { setOauth } from "../../ops/commands/set-oauth.ts";
import { setPassword } from "../../ops/commands/set-password.ts";
import { status } from "../../ops/commands/status.ts";
import { OnCall } from "../support/doctor.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import { refreshToken, serviceAccount, store } from "../support/oauth.ts";
import { localFlags, runOps, testIo, typeOps } from "../support/ops.ts";

const stack = await Harness.start({ withoutPassword: true });
const onCall = new OnCall(stack);
afterAll(async () => {
	onCall.stop();
	await stack.stop();
});
beforeEach(async () => {
	stack.gmail.faults.replace([]);
	stack.gmail.grants.revokeAll();
	stack.setPassword("");
	await stack.settle();
});

const setOauthBy = (input: string, ...args: readonly string[]) =>
	typeOps(["set-oauth", ...args, ...localFlags(stack)], input);

const me = () => stack.sender.mailbox;
const EMPTY = '{"appPassword":""}';
const stored = () => {
	const { GetSecretValue } = stack.local.aws.services.secrets.actions;
	const value = GetSecretValue?.({ SecretId: stack.sender.secretArn });
	return (value as { SecretString: string }).SecretString;
};
const asFile = (credential: OauthCredential) => secretOf(credential, me());
const keyFile = (credential: OauthCredential) =>
	JSON.stringify(
		{
			...JSON.parse(asFile(credential)).serviceAccount,
			project_id: "project-1",
			token_uri: "https://evil.example/token",
		},
		null,
		2,
	);

describe("ops set-oauth", () => {
	test.each([
		["an App Password", LOCAL_APP_PASSWORD, /^Cannot store an App Password/],
		["nothing", "", /^Cannot store nothing/],
		["what it cannot read", "{", /Nothing was stored\. Cannot read the secret/],
		[
			"a part",
			'{"clientId":"x"}',
			/its clientSecret is missing, its refreshToken is missing/,
		],
	])("refuses %s", async (_name, input, sentence) => {
		const { code, err } = await setOauthBy(input);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
		expect(stored()).toBe(EMPTY);
	});

	test("refuses one on the command line, and one at the keyboard", async () => {
		expect(await setOauthBy("", "1//token")).toMatchObject({
			code: 2,
			err: expect.stringContaining("where others can read it"),
		});
		expect(await runOps(stack, setOauth, [], ["{"])).toMatchObject({
			code: 2,
			err: expect.stringContaining("set-oauth < FILE"),
		});
	});

	test("stores a refresh token that works; status and doctor tell of it, and mail goes out", async () => {
		stack.gmail.grants.register(refreshToken(me()));
		const before = stack.logins.length;
		expect(await setOauthBy(asFile(refreshToken(me())))).toMatchObject({
			code: 0,
			out: "Stored. Google accepted it. Waiting mail goes out within two minutes.\n",
		});
		expect(stack.logins.length).toBe(before + 1);
		expect(stored()).toBe(asFile(refreshToken(me())));
		await stack.settle();
		const { out } = await runOps(stack, status, []);
		expect(out).toMatch(/^Sending/);
		expect(out).toMatch(/^OAuth token {3}stored/m);
		const findings = await onCall.doctor([secret, login]);
		expect(findings.secret).toMatchObject({
			kind: "ok",
			detail: "an OAuth refresh token of you@example.com",
		});
		expect(findings.login).toMatchObject({ kind: "ok" });
		const sent = stack.accepted.length;
		await stack.send(mail());
		await stack.settle();
		expect(stack.accepted).toHaveLength(sent + 1);
	});

	test("stores Google's key file, without where it says that tokens come from", async () => {
		const account = serviceAccount(me());
		stack.gmail.grants.register(account);
		expect(await setOauthBy(keyFile(account), "--json")).toMatchObject({
			code: 0,
			out: expect.stringContaining('"stored":true'),
		});
		expect(stored()).toBe(asFile(account));
	});

	test("stores nothing when there is no access token, and says what was said", async () => {
		stack.gmail.grants.register(refreshToken(me(), "1//another"));
		const before = stack.logins.length;
		const { code, err } = await setOauthBy(asFile(refreshToken(me())));
		expect(code).toBe(1);
		expect(err).toBe(
			"Nothing was stored: Google issues no access token for this credential. The reply: invalid_grant: Token has been expired or revoked.\n",
		);
		expect(stored()).toBe(EMPTY);
		expect(stack.logins.length).toBe(before);
	});

	test("stores nothing when the service account's key signs nothing", async () => {
		const file = keyFile({
			kind: "service-account",
			user: me(),
			clientEmail: "mailer@project-1.iam.gserviceaccount.com",
			privateKey:
				"-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----",
		});
		const { code, err } = await setOauthBy(file);
		expect(code).toBe(1);
		expect(err).toMatch(/^Nothing was stored: .*private_key cannot be used/);
		expect(stored()).toBe(EMPTY);
	});

	test("stores nothing when Gmail refuses the login, which is tried once", async () => {
		stack.gmail.grants.register(refreshToken("other@example.com"));
		const before = stack.logins.length;
		const { code, err } = await setOauthBy(asFile(refreshToken(me())));
		expect(code).toBe(1);
		expect(err).toMatch(
			/Nothing was stored: Google refuses this access for .*535-5\.7\.8/,
		);
		expect(stored()).toBe(EMPTY);
		expect(stack.logins.length).toBe(before + 1);
	});

	test("tells when it could not be tried, and stores it untried on request", async () => {
		stack.gmail.faults.replace([{ stage: "token", drop: true }]);
		const file = asFile(refreshToken(me()));
		expect(await setOauthBy(file)).toMatchObject({
			code: 1,
			err: expect.stringMatching(
				/connection to Google failed.*--without-login/,
			),
		});
		expect(await setOauthBy(file, "--without-login")).toMatchObject({
			code: 0,
			out: expect.stringContaining("It was not tried."),
		});
		expect(stored()).toBe(file);
	});

	test("takes the user from --user, then from the JSON, then from what was stored", async () => {
		const userOf = () => JSON.parse(stored()).user;
		const account = serviceAccount(me());
		const bare = keyFile(account);
		const named = asFile({ ...account, user: "json@example.com" });
		await setOauthBy(named, "--without-login", "--user", "flag@example.com");
		expect(userOf()).toBe("flag@example.com");
		await setOauthBy(bare, "--without-login");
		expect(userOf()).toBe("flag@example.com");
		await setOauthBy(named, "--without-login");
		expect(userOf()).toBe("json@example.com");
	});
});

describe("with an OAuth credential stored", () => {
	beforeEach(() => {
		stack.gmail.grants.register(refreshToken(me()));
		store(stack, refreshToken(me()));
	});

	test("set-password stores an App Password in its place", async () => {
		const { io, written } = testIo();
		const readSecret = async () => LOCAL_APP_PASSWORD;
		const args = localFlags(stack);
		expect(await setPassword.run(args, { ...io, readSecret })).toBe(0);
		expect(written.out).toContain("Google accepted it");
		expect(stored()).toBe(`{"appPassword":"${LOCAL_APP_PASSWORD}"}`);
	});

	test("a local drill of auth-refused takes its consent back, and its end gives it again", async () => {
		const firstLines = async () =>
			(await runOps(stack, status, [])).out.split("\n\n")[0];
		expect((await runOps(stack, drill, ["auth-refused", "--yes"])).code).toBe(
			0,
		);
		await stack.settle();
		expect(await firstLines()).toMatch(
			/Google refuses the OAuth credential.*Store a new OAuth credential.*\nType: npm run ops -- set-oauth --local --port \d+ < FILE\n.*invalid_grant/,
		);
		expect((await onCall.doctor([login])).login).toMatchObject({
			kind: "trouble",
			type: expect.stringContaining("set-oauth --local"),
		});
		expect(await runOps(stack, drill, ["--end"])).toMatchObject({
			code: 0,
			out: expect.stringMatching(/^Ended: /),
		});
		await stack.settle();
		await stack.pass(20, 5);
		expect(await firstLines()).toMatch(/^Sending: nothing/);
		expect(stack.waiting()).toBe(0);
	});
});
