import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TOKEN_URL } from "../../core/contract.ts";
import type { OauthCredential } from "../../core/credential/credential.ts";
import { makeCertificates } from "../../local/gmail/certificate.ts";
import { startTokenEndpoint } from "../../local/gmail/token-endpoint.ts";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";
import {
	CLIENT,
	refreshToken,
	registerAndStore,
	serviceAccount,
	store,
} from "../support/oauth.ts";

const INVALID_GRANT =
	"Google's token endpoint: 400 invalid_grant: Token has been expired or revoked.";

let stack: Harness;
beforeEach(async () => {
	stack = await Harness.start({ withoutPassword: true });
});
afterEach(async () => {
	await expectNoSecrets();
	await stack.stop();
});

const logins = () => stack.logins.map(({ accepted }) => accepted);
const tokens = () => stack.gmail.log.tokens.map(({ accepted }) => accepted);
const me = () => stack.sender.mailbox;

/** Nothing that a function has written, stored or published may name a secret, as it is or in base64. */
async function expectNoSecrets(): Promise<void> {
	const written = [
		...stack.lines,
		JSON.stringify(await stack.rows()),
		JSON.stringify(stack.outcomes()),
	];
	expect(written.join("\n")).not.toMatch(
		/ya29\.|GOCSPX|1\/\/|PRIVATE KEY|Bearer|eyJ|dXNlcj/,
	);
}

/** Ends the warm sessions, so that the next mail logs in. */
async function nextMail(id: string): Promise<void> {
	stack.gmail.dropConnections();
	stack.local.aws.advance(30_000);
	await stack.send(mail({ id }));
	await stack.settle();
}

describe.each<[string, () => OauthCredential]>([
	["a refresh token", () => refreshToken(me())],
	["a service account", () => serviceAccount(me())],
])("with %s", (_name, credential) => {
	test("mail goes out, by one token and one login", async () => {
		registerAndStore(stack, credential());
		await stack.send(mail());
		await stack.settle();
		expect(stack.acceptedBy()).toEqual({ "ann@example.com": 1 });
		expect(logins()).toEqual([true]);
		expect(tokens()).toEqual([true]);
	});

	test("an expired token is replaced without a refused login", async () => {
		registerAndStore(stack, credential());
		await nextMail("one");
		await stack.pass(30, 30);
		await nextMail("two");
		expect(tokens()).toEqual([true]);
		await stack.pass(30, 30);
		await nextMail("three");
		expect(tokens()).toEqual([true, true]);
		expect(logins()).toEqual([true, true, true]);
		expect(stack.accepted).toHaveLength(3);
	});

	test("a token that was revoked early costs one more login", async () => {
		registerAndStore(stack, credential());
		await nextMail("one");
		stack.gmail.grants.revokeAccessTokens();
		await nextMail("two");
		expect(logins()).toEqual([true, false, true]);
		expect(tokens()).toEqual([true, true]);
		expect(stack.accepted).toHaveLength(2);
		expect((await stack.breaker())?.kind).not.toBe("open");
	});
});

describe("an access token", () => {
	test("is shared by all connections of an environment", async () => {
		registerAndStore(stack, refreshToken(me()));
		await stack.sendMany(9);
		await stack.settle();
		expect(stack.accepted).toHaveLength(9);
		expect(logins().length).toBeGreaterThan(1);
		const environments = stack.sendingFunction.environments.length;
		expect(tokens().length).toBeLessThanOrEqual(environments);
	});

	test("that is fresh and refused by Gmail is final: one login, and the breaker opens", async () => {
		registerAndStore(stack, refreshToken(me()));
		stack.gmail.faults.replace([
			{ stage: "auth", reply: "535 5.7.8 Username and Password not accepted" },
		]);
		await nextMail("one");
		// The prober may have judged already.
		expect(logins().length).toBeLessThanOrEqual(2);
		expect(logins()).not.toContain(true);
		expect(tokens()[0]).toBe(true);
		expect(await stack.breaker()).toMatchObject({
			kind: "open",
			cause: "auth",
			stage: "auth",
		});
		expect(stack.waiting()).toBe(1);
	});

	test("that was kept and then a fresh one, both refused by Gmail, cost two logins, then one an hour", async () => {
		registerAndStore(stack, refreshToken(me()));
		await nextMail("one");
		const { length: before } = stack.logins;
		stack.gmail.faults.replace([
			{ stage: "auth", reply: "535 5.7.8 Username and Password not accepted" },
		]);
		await nextMail("two");
		expect(stack.logins.length - before).toBe(2);
		await stack.pass(5 * 60, 5);
		expect(stack.logins.length - before).toBeLessThanOrEqual(2 + 5);
		expect(stack.logins.length - before).toBeGreaterThan(2 + 3);
		stack.gmail.faults.replace([]);
		await stack.pass(80, 5);
		expect(stack.accepted).toHaveLength(2);
	});
});

describe("a revoked refresh token", () => {
	test("opens the breaker with auth; mail waits, without logins, and flows with a new secret", async () => {
		registerAndStore(stack, refreshToken(me()));
		await nextMail("before");
		stack.gmail.grants.revokeAll();
		await nextMail("waits");
		expect(await stack.breaker()).toMatchObject({
			kind: "open",
			cause: "auth",
			reply: INVALID_GRANT,
		});
		// The kept token was refused; without another there is nothing to log in with.
		expect(logins()).toEqual([true, false]);

		await stack.pass(24 * 60, 30);
		expect(logins()).toEqual([true, false]);
		expect(tokens().length).toBeLessThanOrEqual(2 + 24 + 1);
		expect(stack.waiting()).toBe(1);
		expect(stack.deadLetters()).toEqual([]);

		registerAndStore(stack, refreshToken(me(), "1//second-refresh-token"));
		await stack.pass(2);
		await stack.pass(15, 5);
		expect(stack.accepted).toHaveLength(2);
		expect(stack.waiting()).toBe(0);
	});

	test("is told with what to type, and never as an App Password", async () => {
		store(stack, refreshToken(me()));
		stack.gmail.grants.register(refreshToken(me(), "1//another"));
		await nextMail("waits");
		const { message } = await stack.ask({ action: "status" });
		expect(message).toMatch(
			/Google refuses the OAuth credential.*Store a new OAuth credential.*\nType: aws secretsmanager put-secret-value .*file:\/\/FILE\n.*400 invalid_grant/,
		);
		expect(message).not.toContain("App Password");
	});

	test("is shown by check-login, which asks for one token a minute at most", async () => {
		store(stack, refreshToken(me()));
		stack.gmail.grants.register(refreshToken(me(), "1//another"));
		const answers = [
			await stack.ask({ action: "check-login" }),
			await stack.ask({ action: "check-login" }),
		];
		for (const answer of answers)
			expect(answer).toMatchObject({
				ok: false,
				cause: "auth",
				reply: INVALID_GRANT,
			});
		expect(tokens()).toEqual([false]);
		expect(stack.logins).toEqual([]);
	});
});

test.each([
	[
		"an unknown client",
		() => store(stack, refreshToken(me())),
		"auth",
		/401 invalid_client/,
	],
	[
		"a service account without delegation for the user",
		() => {
			const account = serviceAccount("other@example.com");
			stack.gmail.grants.register(account);
			store(stack, { ...account, user: me() });
		},
		"config",
		/401 unauthorized_client: Client is unauthorized/,
	],
	[
		"a service account that acts as nobody",
		() => registerAndStore(stack, serviceAccount("nobody@example.com")),
		"auth",
		/400 invalid_grant: Invalid email or User ID/,
	],
	[
		"a key that is none",
		() =>
			store(stack, {
				kind: "service-account",
				user: me(),
				clientEmail: "mailer@project-1.iam.gserviceaccount.com",
				privateKey:
					"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
			}),
		"config",
		/private_key cannot be used/,
	],
] as const)(
	"%s opens the breaker without a login, and a new secret mends it at once",
	async (_name, prepare, cause, reply) => {
		prepare();
		await nextMail("waits");
		expect(await stack.breaker()).toMatchObject({
			kind: "open",
			cause,
			reply: expect.stringMatching(reply),
		});
		expect(stack.logins).toEqual([]);
		expect(stack.waiting()).toBe(1);
		registerAndStore(stack, refreshToken(me(), "1//good"));
		await stack.pass(2);
		await stack.pass(15, 5);
		expect(stack.accepted).toHaveLength(1);
	},
);

describe("a token endpoint that is down", () => {
	test.each([
		["refuses", { reply: "503 backend_error Try again later" }],
		["throttles", { reply: "429 rate_limit_exceeded Slow down" }],
		["hangs up", { drop: true }],
	] as const)(
		"for an hour, and %s, loses nothing: no login, no attempt",
		async (_how, fault) => {
			registerAndStore(stack, refreshToken(me()));
			stack.gmail.faults.replace([{ stage: "token", ...fault }]);
			await stack.sendMany(5);
			await stack.settle();
			expect(await stack.breaker()).toMatchObject({
				kind: "open",
				cause: "transient",
				stage: "auth",
			});
			await stack.pass(60, 5);
			expect(stack.logins).toEqual([]);
			expect(stack.deadLetters()).toEqual([]);
			expect(stack.waiting()).toBe(5);
			for (let index = 0; index < 5; index += 1)
				expect((await stack.row(`mail-${index}`))?.attempts ?? 0).toBe(0);

			stack.gmail.faults.replace([]);
			await stack.pass(80, 5);
			expect(stack.accepted).toHaveLength(5);
			expect(stack.waiting()).toBe(0);
		},
	);

	test("for a moment is asked again, and costs nobody anything", async () => {
		registerAndStore(stack, refreshToken(me()));
		stack.gmail.faults.replace([
			{ stage: "token", reply: "500 internal_failure", times: 1 },
		]);
		await nextMail("one");
		expect(tokens()).toEqual([false, true]);
		expect(stack.accepted).toHaveLength(1);
	});

	test("and never answers is given up after a few seconds", async () => {
		registerAndStore(stack, refreshToken(me()));
		stack.gmail.faults.replace([{ stage: "token", hang: true }]);
		const before = performance.now();
		const answer = await stack.ask({ action: "check-login" });
		expect(performance.now() - before).toBeLessThan(10_000);
		expect(answer).toMatchObject({
			ok: false,
			cause: "transient",
			reply: expect.stringContaining("ETIMEDOUT"),
		});
		expect(stack.logins).toEqual([]);
	});
});

test("an answer that repeats a secret is not repeated", async () => {
	registerAndStore(stack, refreshToken(me()));
	stack.gmail.faults.replace([
		{
			stage: "token",
			reply: `400 invalid_grant what about ${CLIENT.clientSecret} and 1//first-refresh-token?`,
		},
	]);
	await nextMail("one");
	const { reply } = (await stack.breaker()) ?? {};
	expect(reply).toContain("what about <secret removed> and <secret removed>?");
});

test("a token endpoint with a certificate of somebody else's is asked for nothing, and is a wrong set-up", async () => {
	const other = await startTokenEndpoint(
		stack.gmail,
		makeCertificates(["127.0.0.1"]),
	);
	for (const each of [stack.sendingFunction, stack.breakerFunction]) {
		each.stop();
		Object.assign(each.environment, { [TOKEN_URL]: other.url });
	}
	registerAndStore(stack, refreshToken(me()));
	await nextMail("one");
	await other.stop();
	expect(tokens()).toEqual([]);
	expect(await stack.breaker()).toMatchObject({
		kind: "open",
		cause: "config",
		stage: "auth",
	});
});

test("a token address without https keeps the function from starting", async () => {
	stack.sendingFunction.stop();
	Object.assign(stack.sendingFunction.environment, {
		[TOKEN_URL]: "http://127.0.0.1:1/token",
	});
	await stack.send(mail());
	await stack.settle();
	expect(stack.lines.join("\n")).toContain(
		"OAUTH_TOKEN_URL is not an https:// address",
	);
});
