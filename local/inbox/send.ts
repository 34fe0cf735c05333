import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pageBundle } from "../page/bundle.ts";

const OWN_HEADERS = {
	"cache-control": "no-cache",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
};

const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Inbox</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h14v10H1z' fill='%233b5bdb'/%3E%3Cpath d='m1 4 7 5 7-5' fill='none' stroke='%23fff' stroke-width='1.5'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body></body>
</html>
`;

/** The page alone may run, and asks nobody but this server. */
const PAGE_POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page itself; its script finds out by the address which mail to show. */
export function sendPage(response: ServerResponse, status: number): void {
	const headers = {
		...OWN_HEADERS,
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": PAGE_POLICY,
	};
	send(response, status, headers, SHELL);
}

/** A file of the page. */
export async function sendOwn(
	response: ServerResponse,
	type: string,
	name: "page.js" | "page.css",
): Promise<void> {
	const text = (await pageBundle())[name];
	const headers = { ...OWN_HEADERS, "content-type": `${type}; charset=utf-8` };
	send(response, 200, headers, text);
}

export function sendText(
	response: ServerResponse,
	status: number,
	text: string | Buffer,
): void {
	const type = "text/plain; charset=utf-8";
	const headers = { "content-type": type, "x-content-type-options": "nosniff" };
	send(response, status, headers, text);
}

export function send(
	response: ServerResponse,
	status: number,
	headers: OutgoingHttpHeaders,
	body: string | Uint8Array,
): void {
	response.writeHead(status, headers);
	response.end(body);
}
