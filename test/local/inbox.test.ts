import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Harness } from "../support/harness.ts";
import { mail } from "../support/mail.ts";

let stack: Harness;
let inbox: string;
beforeAll(async () => {
	stack = await Harness.start();
	inbox = stack.local.inbox.url;
	await stack.send(
		mail({
			subject: "Grüße <b>",
			html: "<script>alert(1)</script><p>Hi</p>",
			bcc: "hidden@example.com",
			attachments: [{ filename: "a.txt", content: "YQ==" }],
		}),
	);
	await stack.settle();
});
afterAll(() => stack.stop());

const get = async (path: string) => (await fetch(`${inbox}${path}`)).json();
const put = (path: string, body: unknown) =>
	fetch(`${inbox}${path}`, { method: "PUT", body: JSON.stringify(body) });
const remove = (what: string) =>
	fetch(`${inbox}/gmail/${what}`, { method: "DELETE" });

const CONSENT = { clientId: "a", clientSecret: "b", refreshToken: "c" };
type TokenAnswer = Readonly<Record<string, unknown>>;
const exchange = (): TokenAnswer =>
	stack.gmail.grants.exchange(
		new URLSearchParams({
			grant_type: "refresh_token",
			client_id: "a",
			client_secret: "b",
			refresh_token: "c",
		}),
		"",
	).body;
const accepts = ({ access_token }: TokenAnswer) =>
	stack.gmail.grants.accepts(stack.sender.mailbox, String(access_token));

describe("the inbox", () => {
	test("lists mails as Mailpit does", async () => {
		expect(await get("/api/v1/messages")).toMatchObject({
			total: 1,
			messages: [
				{
					Subject: "Grüße <b>",
					From: { Address: stack.sender.mailbox },
					To: [{ Address: "ann@example.com" }],
					Bcc: [{ Address: "hidden@example.com" }],
					Attachments: 1,
				},
			],
		});
	});

	test("shows one, and its source", async () => {
		const { messages } = (await get("/api/v1/messages")) as {
			messages: { ID: string }[];
		};
		const id = messages[0]?.ID;
		expect(await get(`/api/v1/message/${id}`)).toMatchObject({
			Text: expect.stringContaining("Hello Ann"),
			HTML: expect.stringContaining("<p>Hi</p>"),
			Attachments: [{ FileName: "a.txt", Size: 1 }],
		});
		const raw = await (await fetch(`${inbox}/api/v1/message/${id}/raw`)).text();
		expect(raw).toMatch(/^Message-ID: /m);
	});

	test("shows a stranger's HTML to nobody but a frame in which nothing runs", async () => {
		const html = await fetch(`${inbox}/view/latest/html`);
		expect(html.headers.get("content-security-policy")).toMatch(
			/^sandbox; default-src 'none'/,
		);
		for (const path of ["/", "/view/latest"]) {
			const page = await fetch(`${inbox}${path}`);
			expect(page.status).toBe(200);
			expect(page.headers.get("content-security-policy")).toMatch(
				/^default-src 'none'; script-src 'self';/,
			);
			expect(await page.text()).not.toContain("alert");
		}
	});

	test("hands files out byte by byte, to be kept and not opened", async () => {
		const file = await fetch(`${inbox}/api/v1/message/latest/part/1`);
		expect(await file.text()).toBe("a");
		expect(file.headers.get("content-disposition")).toBe(
			"attachment; filename*=UTF-8''a.txt",
		);
		expect(file.headers.get("x-content-type-options")).toBe("nosniff");
		for (const part of ["0", "2", "x"])
			expect(
				(await fetch(`${inbox}/api/v1/message/latest/part/${part}`)).status,
			).toBe(404);
	});

	test("finds mails by search, and remembers which were read", async () => {
		const search = (query: string) =>
			get(`/api/v1/search?query=${encodeURIComponent(query)}`);
		expect(await search("to:HIDDEN@ grüße")).toMatchObject({
			total: 1,
			messages_count: 1,
			unread: 0,
			messages: [{ Read: true }],
		});
		expect(await search("to:nobody")).toMatchObject({
			total: 1,
			messages_count: 0,
			messages: [],
		});
	});

	test("tells what became of a mail", async () => {
		const { sentences } = (await get("/local/story/latest")) as {
			sentences: string[];
		};
		expect(sentences[0]).toMatch(/came to the queue at \d\d:\d\d:\d\d UTC\.$/);
		expect(sentences.at(-2)).toMatch(
			/^Google took it at \d\d:\d\d:\d\d UTC: 250 2\.0\.0 OK/,
		);
		expect(sentences.at(-1)).toBe(
			"The ledger says SENT: it is never sent again.",
		);
	});

	test("tells how the sender is", async () => {
		expect(await get("/local/state")).toMatchObject({
			port: stack.local.aws.port,
			senders: [{ name: "mail", sending: true, used: 1, alarms: [] }],
		});
	});

	test("says so when the function that knows it is broken", async () => {
		stack.breakerFunction.broken = "no such module";
		expect(await get("/local/state")).toMatchObject({
			senders: [
				{
					sending: false,
					verdict: expect.stringMatching(
						/^Cannot tell whether mail is sent: the breaker function does not answer \(no such module\)/,
					),
				},
			],
		});
		stack.breakerFunction.broken = undefined;
	});

	test("refuses to delete what it cannot read", async () => {
		for (const body of ["{", "[]x", '{"IDs":1}', "7"]) {
			const response = await fetch(`${inbox}/api/v1/messages`, {
				method: "DELETE",
				body,
			});
			expect(response.status).toBe(400);
			expect(await response.text()).toMatch(/Cannot (delete mails|read) /);
		}
	});

	test("answers 404 for a mail it does not have", async () => {
		expect((await fetch(`${inbox}/api/v1/message/none`)).status).toBe(404);
	});

	test("takes faults, quota and password, and says what is wrong with bad ones", async () => {
		expect(
			(
				await put("/gmail/faults", [
					{
						stage: "auth",
						reply: "454 4.7.0 Too many login attempts",
						times: 1,
					},
				])
			).status,
		).toBe(200);
		expect(await get("/gmail/faults")).toMatchObject([
			{ stage: "auth", times: 1 },
		]);
		expect((await put("/gmail/quota", { messages: 3 })).status).toBe(200);
		expect(
			stack.gmail.mailboxes.limitsOf(stack.sender.mailbox).limits,
		).toMatchObject({ messages: 3 });
		for (const [path, body] of [
			["/gmail/faults", [{ stage: "x" }]],
			["/gmail/quota", { messages: -1 }],
			["/gmail/password", {}],
			["/gmail/quota", null],
			["/gmail/password", { password: "x", mailbox: "no@x.example" }],
		] as const) {
			const response = await put(path, body);
			expect(response.status).toBe(400);
			expect(((await response.json()) as { Error: string }).Error).toMatch(
				/^Cannot (set|read|find)/,
			);
		}
		await fetch(`${inbox}/gmail/faults`, { method: "DELETE" });
		expect(await get("/gmail/faults")).toEqual([]);
	});

	test("registers what the secret will hold, and takes consents back", async () => {
		expect((await put("/gmail/oauth", { appPassword: "x" })).status).toBe(400);
		expect(await (await put("/gmail/oauth", CONSENT)).json()).toEqual({
			user: stack.sender.mailbox,
		});
		const first = exchange();
		expect(accepts(first)).toBe(true);
		await remove("access-tokens");
		expect(accepts(first)).toBe(false);
		expect(accepts(exchange())).toBe(true);
		await remove("oauth");
		expect(exchange()).toMatchObject({ error: "invalid_grant" });
	});

	test("ends access tokens when the token endpoint is to fail", async () => {
		await put("/gmail/oauth", CONSENT);
		const given = exchange();
		await put("/gmail/faults", [{ stage: "token", reply: "503 down" }]);
		expect(accepts(given)).toBe(false);
		await remove("faults");
	});

	test("deletes all mails", async () => {
		await fetch(`${inbox}/api/v1/messages`, { method: "DELETE" });
		expect(await get("/api/v1/messages")).toMatchObject({
			total: 0,
			messages: [],
		});
	});
});
