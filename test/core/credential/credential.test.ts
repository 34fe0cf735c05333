import { describe, expect, test } from "vitest";
import {
	noCredential,
	parseSecret,
} from "../../../core/credential/credential.ts";
import { secretOf, withoutSecrets } from "../../../core/credential/secret.ts";

const MAILBOX = "me@gmail.com";
const PEM = "-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----";
const CLIENT = {
	clientId: "id",
	clientSecret: "hush",
	refreshToken: "1//token",
};
/** As Google makes it. */
const KEY_FILE = {
	type: "service_account",
	project_id: "project-1",
	private_key_id: "0123",
	private_key: `${PEM}\n`,
	client_email: "mailer@project-1.iam.gserviceaccount.com",
	client_id: "123",
	auth_uri: "https://accounts.google.com/o/oauth2/auth",
	token_uri: "https://evil.example/token",
};
const json = JSON.stringify;

const appPassword = (user: string, password: string) => ({
	kind: "app-password",
	user,
	appPassword: password,
});
const refreshToken = (user: string) => ({
	kind: "refresh-token",
	user,
	...CLIENT,
});
const serviceAccount = (user: string) => ({
	kind: "service-account",
	user,
	clientEmail: KEY_FILE.client_email,
	privateKey: PEM,
});

describe("parseSecret()", () => {
	test.each<[string, object]>([
		["abcdefghijklmnop", appPassword(MAILBOX, "abcdefghijklmnop")],
		["abcd efgh ijkl mnop\n", appPassword(MAILBOX, "abcdefghijklmnop")],
		['{"appPassword":"abcd efgh"}', appPassword(MAILBOX, "abcdefgh")],
		[
			'{"user":"other@gmail.com","appPassword":"x"}',
			appPassword("other@gmail.com", "x"),
		],
		['{"user":" ","appPassword":"x"}', appPassword(MAILBOX, "x")],
		[json(CLIENT), refreshToken(MAILBOX)],
		[
			json({ user: "other@gmail.com", ...CLIENT }),
			refreshToken("other@gmail.com"),
		],
		[json({ ...CLIENT, refreshToken: " 1//to\nken\n" }), refreshToken(MAILBOX)],
		[json({ appPassword: "", ...CLIENT }), refreshToken(MAILBOX)],
		[json(KEY_FILE), serviceAccount(MAILBOX)],
		[json(KEY_FILE, null, 2), serviceAccount(MAILBOX)],
		[
			json({ user: "other@gmail.com", serviceAccount: KEY_FILE }),
			serviceAccount("other@gmail.com"),
		],
		[
			json({
				...KEY_FILE,
				private_key: KEY_FILE.private_key.replaceAll("\n", "\\n"),
			}),
			serviceAccount(MAILBOX),
		],
	])("reads %s", (secret, credential) => {
		expect(parseSecret(secret, MAILBOX)).toEqual({
			kind: "credential",
			credential,
		});
	});

	test.each(["", " \n", '{"appPassword":""}', '{"appPassword":"  "}'])(
		"finds nothing in %j",
		(secret) => {
			expect(parseSecret(secret, MAILBOX)).toEqual({ kind: "empty" });
		},
	);

	test.each<[string, string]>([
		["{", "it starts like JSON but cannot be parsed"],
		[
			'{"password":"x"}',
			"its JSON has no appPassword, refreshToken or serviceAccount",
		],
		['{"appPassword":5}', "its appPassword is a number"],
		['{"user":5,"appPassword":"x"}', "its user is a number"],
		[
			json({ clientId: 1234, refreshToken: ["1//token"] }),
			"its clientId is a number, its clientSecret is missing, its refreshToken is an array",
		],
		[json({ ...CLIENT, clientSecret: " " }), "its clientSecret is empty"],
		['{"serviceAccount":"hush"}', "its serviceAccount is a text"],
		['{"serviceAccount":null}', "its serviceAccount is null"],
		[
			json({ serviceAccount: { ...KEY_FILE, type: "authorized_user" } }),
			'its type is not "service_account"',
		],
		[
			json({ ...KEY_FILE, private_key: "hush" }),
			"its private_key is no private key in PEM",
		],
		[
			json({ type: "service_account" }),
			"its client_email is missing, its private_key is missing",
		],
		[
			json({ appPassword: "hush", ...CLIENT }),
			"it holds more than one credential: app-password, refresh-token",
		],
		[
			json({ ...CLIENT, serviceAccount: KEY_FILE }),
			"it holds more than one credential: refresh-token, service-account",
		],
	])(
		"says of %s what is wrong and what is allowed, never a value",
		(secret, why) => {
			const form = parseSecret(secret, MAILBOX);
			if (form.kind === "credential") throw new Error("it was read");
			const sentence = noCredential(form);
			expect(sentence).toContain(
				`Cannot read the secret as ${why}; allowed is`,
			);
			expect(sentence).toMatch(/set-password.*set-oauth/);
			expect(sentence).not.toMatch(/hush|1\/\/token|1234|TUlJ/);
		},
	);
});

describe("secretOf()", () => {
	test.each([
		"abcd",
		'{"user":"other@gmail.com","appPassword":"x"}',
		json(CLIENT),
		json({ user: "other@gmail.com", serviceAccount: KEY_FILE }),
	])("writes what parseSecret() reads alike: %s", (secret) => {
		const form = parseSecret(secret, MAILBOX);
		if (form.kind !== "credential") throw new Error("not read");
		const written = secretOf(form.credential, MAILBOX);
		expect(parseSecret(written, MAILBOX)).toEqual(form);
		expect(written).not.toContain("evil.example");
	});
});

describe("withoutSecrets()", () => {
	test("takes every secret of a credential out of what somebody else wrote", () => {
		const form = parseSecret(json(CLIENT), MAILBOX);
		if (form.kind !== "credential") throw new Error("not read");
		expect(
			withoutSecrets("no hush for 1//token and hush", form.credential),
		).toBe("no <secret removed> for <secret removed> and <secret removed>");
	});
});
