import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
	type AccessTokens,
	createAccessTokens,
} from "../../../functions/shared/access-tokens.ts";
import { makeCertificates } from "../../../local/gmail/certificate.ts";
import {
	type LookAlikeGmail,
	startGmail,
} from "../../../local/gmail/server.ts";
import {
	startTokenEndpoint,
	type TokenEndpoint,
} from "../../../local/gmail/token-endpoint.ts";
import { refreshToken, serviceAccount } from "../../support/oauth.ts";

const MAILBOX = "me@gmail.com";
const usual = getCACertificates("default");
const credential = refreshToken(MAILBOX);

let gmail: LookAlikeGmail;
let endpoint: TokenEndpoint;
let tokens: AccessTokens;
let aheadMs: number;
beforeAll(async () => {
	const certificates = makeCertificates(["127.0.0.1"]);
	setDefaultCACertificates([...usual, certificates.ca]);
	gmail = await startGmail({
		certificates,
		port: { asked: 0, usual: 0, option: "" },
	});
	endpoint = await startTokenEndpoint(gmail, certificates);
	gmail.mailboxes.setPassword("unused", MAILBOX);
	gmail.grants.register(credential);
});
afterAll(async () => {
	setDefaultCACertificates(usual);
	await endpoint.stop();
	await gmail.stop();
});
beforeEach(() => {
	aheadMs = 0;
	gmail.log.tokens.length = 0;
	gmail.faults.replace([]);
	tokens = createAccessTokens(endpoint.url, () => Date.now() + aheadMs);
});

const requests = () => gmail.log.tokens.length;
const MINUTE = 60_000;

test("those who ask at once share one request, and none has a kept token", async () => {
	const given = await Promise.all(
		Array.from({ length: 5 }, () => tokens.get(credential, "v1")),
	);
	expect(requests()).toBe(1);
	expect(new Set(given.map((token) => JSON.stringify(token))).size).toBe(1);
	expect(given[0]).toMatchObject({ kind: "token", kept: false });
});

test("a token is kept until shortly before it expires", async () => {
	const first = await tokens.get(credential, "v1");
	aheadMs = 55 * MINUTE;
	expect(await tokens.get(credential, "v1")).toEqual({ ...first, kept: true });
	aheadMs = 59 * MINUTE;
	const second = await tokens.get(credential, "v1");
	expect(second).toMatchObject({ kind: "token", kept: false });
	expect(second).not.toEqual(first);
	expect(requests()).toBe(2);
});

test("another version of the secret never gets a token of the one before", async () => {
	await tokens.get(credential, "v1");
	expect(await tokens.get(credential, "v2")).toMatchObject({ kept: false });
	expect(requests()).toBe(2);
});

test("a token that was dropped is given to nobody again, and dropping an older one harms no newer", async () => {
	const first = await tokens.get(credential, "v1");
	if (first.kind !== "token") throw new Error(first.kind);
	tokens.drop(first.accessToken);
	const second = await tokens.get(credential, "v1");
	expect(second).toMatchObject({ kept: false });
	tokens.drop(first.accessToken);
	expect(await tokens.get(credential, "v1")).toEqual({ ...second, kept: true });
});

test("a refusal is not kept", async () => {
	gmail.faults.replace([
		{ stage: "token", reply: "503 backend_error", times: 1 },
	]);
	expect(await tokens.get(credential, "v1")).toMatchObject({
		kind: "no-token",
		refusal: { status: 503, error: "backend_error" },
	});
	expect(await tokens.get(credential, "v1")).toMatchObject({ kind: "token" });
});

const freePort = async () => {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
};

test.each([
	["an address that nobody knows", () => "nobody.invalid", "dns"],
	[
		"a port that nobody listens on",
		async () => `127.0.0.1:${await freePort()}`,
		"refused",
	],
])("%s is told apart", async (_name, host, kind) => {
	const url = `https://${await host()}/token`;
	const nowhere = createAccessTokens(url, Date.now);
	expect(await nowhere.get(credential, "v1")).toMatchObject({
		kind: "lost",
		failure: { stage: "auth", kind, handedOver: false },
	});
});

test("a service account whose clock is wrong is refused, and told so", async () => {
	const account = serviceAccount(MAILBOX);
	gmail.grants.register(account);
	aheadMs = 2 * 60 * MINUTE;
	expect(await tokens.get(account, "v1")).toMatchObject({
		kind: "no-token",
		refusal: {
			error: "invalid_grant",
			description: expect.stringContaining("Check your iat and exp"),
		},
	});
});
