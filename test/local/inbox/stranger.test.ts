import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { MailStore } from "../../../local/inbox/mailbox-store.ts";
import { fileHeaders, shownHtml } from "../../../local/inbox/stranger.ts";

const PNG = Buffer.from("not really a picture");

const parse = (html: string, type = "image/png") =>
	PostalMime.parse(
		[
			'Content-Type: multipart/related; boundary="b"',
			"",
			"--b",
			"Content-Type: text/html",
			"",
			html,
			"--b",
			`Content-Type: ${type}`,
			"Content-ID: <dot@x>",
			"Content-Transfer-Encoding: base64",
			"",
			PNG.toString("base64"),
			"--b--",
		].join("\r\n"),
	);

describe("a stranger's HTML", () => {
	test("has its own pictures in it", async () => {
		expect(shownHtml(await parse('<img src="cid:dot@x"><i>'))).toContain(
			`<img src="data:image/png;base64,${PNG.toString("base64")}"><i>`,
		);
	});

	test("has no picture that is none, or is not there", async () => {
		expect(shownHtml(await parse("cid:dot@x", "image/svg+xml"))).toContain(
			"cid:dot@x",
		);
		expect(shownHtml(await parse("cid:other"))).toContain("cid:other");
	});

	test("is not blown up by one picture that is shown very often", async () => {
		const html = "cid:dot@x ".repeat(1_100_000);
		const shown = shownHtml(await parse(html));
		expect(shown.length).toBeLessThan(60_000_000);
		expect(shown).toContain("cid:dot@x");
	});

	test("connects to nobody ahead, and leads its frame nowhere", async () => {
		const shown = shownHtml(
			await parse(
				"<link rel=preconnect><LINK/rel=x><meta http-equiv=refresh><base href=x>",
			),
		);
		expect(shown).not.toMatch(/<(link|meta)/i);
		expect(shown.match(/<base[^>]*>/gi)).toEqual(['<base target="_blank">']);
	});

	test("stays in standards mode", async () => {
		expect(shownHtml(await parse("<!DOCTYPE html><p>"))).toMatch(
			/^<!DOCTYPE html><base target="_blank"><p>/,
		);
	});

	test("costs no time to look through, however odd it is", async () => {
		const store = new MailStore();
		for (const odd of ["<", "<a ", "cid:", "<link"])
			await store.add({
				id: odd,
				at: 0,
				mailbox: "",
				from: "",
				recipients: [],
				raw: Buffer.from(
					`Content-Type: text/html\r\n\r\n${odd.repeat(1_000_000)}`,
				),
				reply: "",
			});
		expect(store.search("x").length).toBe(0);
	});
});

describe("a file", () => {
	test.each([
		["plain.txt", "plain.txt"],
		["Grüße (1).pdf", "Gr%C3%BC%C3%9Fe%20%281%29.pdf"],
		["../../etc/passwd", ".._.._etc_passwd"],
		["exe\u202Etxt.doc", "exe_txt.doc"],
		['a"\r\nSet-Cookie: x', "a%22__Set-Cookie%3A%20x"],
		["\uD800", "%EF%BF%BD"],
		["", "file"],
	])("named %j is handed out as %s", (filename, name) => {
		expect(
			fileHeaders({ filename, mimeType: "text/html" } as never),
		).toMatchObject({
			"content-type": "text/html",
			"content-disposition": `attachment; filename*=UTF-8''${name}`,
			"content-security-policy": "sandbox; default-src 'none'",
		});
	});

	test("of an odd type is bytes", () => {
		expect(
			fileHeaders({ filename: "a", mimeType: "a\r\nb: c" } as never),
		).toMatchObject({ "content-type": "application/octet-stream" });
	});
});
