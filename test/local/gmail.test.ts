import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { createTransport } from "nodemailer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	makeCertificates,
	type TestCertificates,
} from "../../local/gmail/certificate.ts";
import { type LookAlikeGmail, startGmail } from "../../local/gmail/server.ts";
import { CLIENT, refreshToken } from "../support/oauth.ts";

const MAILBOX = "me@gmail.com";
let certificates: TestCertificates;
let gmail: LookAlikeGmail;
beforeEach(async () => {
	certificates = makeCertificates(["smtp.gmail.com", "127.0.0.1"]);
	gmail = await startGmail({
		certificates,
		port: { asked: 0, usual: 0, option: "" },
	});
	gmail.mailboxes.setPassword("abcd efgh ijkl mnop", MAILBOX);
});
afterEach(() => gmail.stop());

/** A bare SMTP client: says a line, gets the whole reply. */
async function dialogue() {
	let socket: Socket = connect(gmail.port, "127.0.0.1");
	const read = () =>
		new Promise<string>((resolve) => {
			let text = "";
			const onData = (chunk: Buffer) => {
				text += chunk;
				if (!/^\d{3} .*\r\n$/m.test(text)) return;
				socket.off("data", onData);
				resolve(text.trimEnd());
			};
			socket.on("data", onData);
			socket.once("close", () => resolve(text));
		});
	const greeting = await read();
	const say = (line: string) => {
		socket.write(`${line}\r\n`);
		return read();
	};
	const upgrade = async () => {
		await say("STARTTLS");
		socket = await new Promise<Socket>((resolve, reject) => {
			const secure = connectTls(
				{ socket, servername: "smtp.gmail.com", ca: certificates.ca },
				() => resolve(secure),
			);
			secure.on("error", reject);
		});
	};
	return { greeting, say, upgrade, close: () => socket.destroy() };
}

const transport = (pass = "abcdefghijklmnop", method?: string) =>
	createTransport({
		host: "127.0.0.1",
		port: gmail.port,
		name: "client.example.com",
		requireTLS: true,
		auth: { user: MAILBOX, pass, ...(method === undefined ? {} : { method }) },
		tls: { ca: certificates.ca },
	});

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("the look-alike Gmail", () => {
	test("greets and lists its extensions as Gmail does, before and after TLS", async () => {
		const { greeting, say, upgrade, close } = await dialogue();
		expect(greeting).toMatch(/^220 smtp\.gmail\.com ESMTP \S+ - gsmtp$/);
		const before = await say("EHLO client.example.com");
		expect(before.split("\r\n").slice(1)).toEqual([
			"250-SIZE 35882577",
			"250-8BITMIME",
			"250-STARTTLS",
			"250-ENHANCEDSTATUSCODES",
			"250-PIPELINING",
			"250-CHUNKING",
			"250 SMTPUTF8",
		]);
		await upgrade();
		expect(await say("EHLO client.example.com")).toContain(
			"250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH",
		);
		close();
	});

	test.each(["localhost", "[127.0.0.1]", "container"])(
		"hangs up on a client that calls itself %s",
		async (name) => {
			const { say } = await dialogue();
			expect(await say(`EHLO ${name}`)).toContain("(EHLO)");
		},
	);

	test("takes AUTH only over TLS, and MAIL only after AUTH", async () => {
		const { say, upgrade, close } = await dialogue();
		await say("EHLO client.example.com");
		expect(await say(`AUTH PLAIN ${base64("\0a\0b")}`)).toMatch(
			/^530 5\.7\.0 Must issue a STARTTLS/,
		);
		await upgrade();
		await say("EHLO client.example.com");
		expect(await say("MAIL FROM:<a@b.example>")).toContain(
			"Authentication Required",
		);
		close();
	});

	test("takes XOAUTH2, and answers a bad token as Gmail does", async () => {
		const { say, upgrade, close } = await dialogue();
		await say("EHLO client.example.com");
		await upgrade();
		await say("EHLO client.example.com");
		const token = (value: string) =>
			base64(`user=${MAILBOX}\u0001auth=Bearer ${value}\u0001\u0001`);
		expect(await say(`AUTH XOAUTH2 ${token("bad")}`)).toMatch(
			/^334 eyJzdGF0dXMiOiI0MDAi/,
		);
		expect(await say("")).toMatch(/^535-5\.7\.8/);
		gmail.grants.register(refreshToken(MAILBOX));
		const { body } = gmail.grants.exchange(
			new URLSearchParams({
				grant_type: "refresh_token",
				client_id: CLIENT.clientId,
				client_secret: CLIENT.clientSecret,
				refresh_token: "1//first-refresh-token",
			}),
			"",
		);
		expect(await say(`AUTH XOAUTH2 ${token(String(body.access_token))}`)).toBe(
			"235 2.7.0 Accepted",
		);
		close();
	});

	test.each(["PLAIN", "LOGIN"])("takes AUTH %s", async (method) => {
		await expect(transport(undefined, method).verify()).resolves.toBe(true);
		await expect(transport("wrong", method).verify()).rejects.toThrow(
			/535-5\.7\.8/,
		);
	});

	test("takes at most 100 recipients", async () => {
		const to = Array.from(
			{ length: 101 },
			(_, index) => `r${index}@example.com`,
		);
		const info = await transport().sendMail({ from: MAILBOX, to, text: "x" });
		expect(info.rejected).toEqual(["r100@example.com"]);
	});

	test("answers with Gmail's words and keeps the bytes", async () => {
		const info = await transport().sendMail({
			from: MAILBOX,
			to: "a@example.com",
			subject: "Hi",
			text: ".\n..\nend",
		});
		expect(info.response).toMatch(/^250 2\.0\.0 OK {2}\d+ \S+ - gsmtp$/);
		expect(gmail.log.accepted[0]?.raw.toString()).toContain(
			"\r\n\r\n.\r\n..\r\nend",
		);
	});

	test("takes a message in chunks, and refuses one that says it is too big", async () => {
		const { say, upgrade, close } = await dialogue();
		await say("EHLO client.example.com");
		await upgrade();
		await say("EHLO client.example.com");
		await say(`AUTH PLAIN ${base64(`\0${MAILBOX}\0abcdefghijklmnop`)}`);
		expect(await say(`MAIL FROM:<${MAILBOX}> SIZE=99999999`)).toMatch(/^552/);
		await say(`MAIL FROM:<${MAILBOX}>`);
		await say("RCPT TO:<a@example.com>");
		expect(await say("BDAT 16\r\nSubject: x\r\n\r\n")).toMatch(/^250/);
		expect(await say("BDAT 7 LAST\r\nhello")).toMatch(/^250 2\.0\.0 OK {2}/);
		expect(gmail.log.accepted[0]?.raw.toString()).toContain("Subject: x");
		close();
	});

	test("stops at the daily limit, at DATA", async () => {
		gmail.mailboxes.setLimits({ messages: 1 });
		const send = () =>
			transport().sendMail({ from: MAILBOX, to: "a@example.com", text: "x" });
		await send();
		await expect(send()).rejects.toMatchObject({
			command: "DATA",
			responseCode: 550,
		});
	});

	test("fails on demand, as often as it is told", async () => {
		gmail.faults.replace([
			{ stage: "mail", reply: "421 4.3.0 Temporary System Problem", times: 1 },
		]);
		const send = () =>
			transport().sendMail({ from: MAILBOX, to: "a@example.com", text: "x" });
		await expect(send()).rejects.toMatchObject({ responseCode: 421 });
		await send();
		expect(gmail.faults.list()).toEqual([]);
	});

	test("keeps what it refused: when, whom, at which stage and in which words", async () => {
		gmail.mailboxes.setLimits({ messages: 0 });
		const before = Date.now();
		await expect(transport("wrong").verify()).rejects.toThrow();
		const to = ["reply-550-5.1.1@example.com", "a@example.com"];
		await expect(
			transport().sendMail({ from: MAILBOX, to, text: "x" }),
		).rejects.toThrow();
		expect(
			gmail.log.refusals.map(({ mailbox, stage, reply }) => [
				mailbox,
				stage,
				reply.slice(0, 9),
			]),
		).toEqual([
			[MAILBOX, "auth", "535-5.7.8"],
			[MAILBOX, "rcpt", "550 5.1.1"],
			[MAILBOX, "data", "550-5.4.5"],
		]);
		expect(gmail.log.refusals[0]?.at).toBeGreaterThanOrEqual(before);
	});

	test("keeps no refusal of what went well", async () => {
		await transport().sendMail({
			from: MAILBOX,
			to: "a@example.com",
			text: "x",
		});
		expect(gmail.log.refusals).toEqual([]);
	});
});
