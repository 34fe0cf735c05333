import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import { foreignPage, sendJson } from "local-aws";
import * as v from "valibot";
import { checkBody } from "../control/check-body.ts";
import { readJson } from "../control/read-json.ts";
import { Refused } from "../control/refused.ts";
import type { Control } from "../control/routes.ts";
import type { LookAlikeGmail } from "../gmail/server.ts";
import { detailOf, MailStore, summaryOf } from "./mailbox-store.ts";
import { listPage, mailPage } from "./pages.ts";

/** The inbox: Mailpit's REST conventions, a plain page, and the controls of the look-alike Gmail. */
export function createInbox(
	gmail: LookAlikeGmail,
	control: Control,
): {
	readonly server: Server;
	readonly store: MailStore;
} {
	const store = new MailStore();
	gmail.onMail((mail) => {
		store.add(mail).catch((error) => console.error(`inbox: ${error}`));
	});
	const server = createServer((request, response) => {
		route(request, response, store, control).catch((error) =>
			error instanceof Refused
				? sendJson(response, error.status, { Error: error.message })
				: sendJson(response, 500, { Error: String(error) }),
		);
	});
	return { server, store };
}

async function route(
	request: IncomingMessage,
	response: ServerResponse,
	store: MailStore,
	control: Control,
): Promise<void> {
	const refusal = foreignPage(request);
	if (refusal !== undefined) return sendText(response, 403, refusal);
	const { method = "GET" } = request;
	const { pathname, searchParams } = new URL(
		request.url ?? "/",
		"http://localhost",
	);
	if (/^\/(gmail|local)\//.test(pathname))
		return control.answer(pathname, request, response);
	if (pathname === "/api/v1/messages" && method === "GET")
		return listMessages(searchParams, response, store);
	if (pathname === "/api/v1/messages" && method === "DELETE") {
		store.delete(readIds(await readJson(request)));
		return sendText(response, 200, "ok");
	}
	const [, id = "", part] =
		/^\/(?:api\/v1\/message|view)\/([^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];
	if (pathname === "/")
		return sendHtml(response, listPage(store.list()), PAGE_POLICY);
	const mail = store.find(id);
	if (mail === undefined) return sendText(response, 404, "404 page not found");
	if (pathname.startsWith("/view/")) {
		return part === "html"
			? sendHtml(response, mail.email.html ?? "", MAIL_POLICY)
			: sendHtml(response, mailPage(mail), PAGE_POLICY);
	}
	if (part === undefined) return sendJson(response, 200, detailOf(mail));
	if (part === "raw") return sendText(response, 200, mail.raw);
	sendText(response, 404, "404 page not found");
}

/** Which mails to delete; all, if none are named. @throws Refused */
function readIds(body: unknown): readonly string[] {
	const asked = {
		cannot: "Cannot delete mails",
		example: '{"IDs":["…"]}, or nothing for all of them',
	};
	return checkBody(IDS, body, asked).IDs ?? [];
}

const allowed = "a list of mails' ids";
const IDS = v.strictObject({
	IDs: v.optional(v.array(v.string(allowed), allowed)),
});

// A mail is a stranger's HTML: nothing of it may run or be loaded.
const MAIL_POLICY =
	"sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const PAGE_POLICY =
	"default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'";

function listMessages(
	query: URLSearchParams,
	response: ServerResponse,
	store: MailStore,
): void {
	const all = store.list();
	const start = Number(query.get("start") ?? 0);
	const limit = Number(query.get("limit") ?? 50);
	const messages = all.slice(start, start + limit).map(summaryOf);
	sendJson(response, 200, {
		total: all.length,
		unread: all.length,
		count: messages.length,
		messages_count: all.length,
		messages_unread: all.length,
		start,
		tags: [],
		messages,
	});
}

function sendHtml(
	response: ServerResponse,
	html: string,
	policy: string,
): void {
	response.writeHead(200, {
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": policy,
	});
	response.end(html);
}

function sendText(
	response: ServerResponse,
	status: number,
	text: string | Buffer,
): void {
	response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
	response.end(text);
}
