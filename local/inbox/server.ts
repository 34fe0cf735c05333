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
import { PageEvents } from "../state/events.ts";
import type { PageRun } from "../state/state.ts";
import { findStory } from "../story/find-story.ts";
import {
	bytesOf,
	MailStore,
	partOf,
	type StoredMail,
} from "./mailbox-store.ts";
import { detailOf, summaryOf } from "./mailpit.ts";
import { send, sendOwn, sendPage, sendText } from "./send.ts";
import { fileHeaders, MAIL_HEADERS, shownHtml } from "./stranger.ts";

/** The inbox: its page, Mailpit's REST conventions, and the controls of the look-alike Gmail. */
export interface Inbox {
	readonly server: Server;
	readonly store: MailStore;
	/** Gives it the run that it is a part of, once that is there. */
	attach(run: PageRun): void;
}

interface Parts {
	readonly control: Control;
	readonly store: MailStore;
	readonly events: PageEvents;
	run: PageRun | undefined;
}

export function createInbox(gmail: LookAlikeGmail, control: Control): Inbox {
	const events = new PageEvents();
	const store = new MailStore((what, id) =>
		what === "mail" ? events.tell(what, id) : events.tell(what, ""),
	);
	const parts: Parts = { control, store, events, run: undefined };
	gmail.onMail((mail) => {
		store.add(mail).catch((error) => console.error(`inbox: ${error}`));
	});
	const server = createServer((request, response) => {
		route(request, response, parts).catch((error) => {
			if (response.headersSent) return;
			if (error instanceof Refused)
				sendJson(response, error.status, { Error: error.message });
			else sendJson(response, 500, { Error: String(error) });
		});
	});
	return {
		server,
		store,
		attach(run) {
			parts.run = run;
			events.attach(run);
		},
	};
}

async function route(
	request: IncomingMessage,
	response: ServerResponse,
	parts: Parts,
): Promise<void> {
	const refusal = foreignPage(request);
	if (refusal !== undefined) return sendText(response, 403, refusal);
	const { method = "GET" } = request;
	const { pathname, searchParams } = new URL(
		request.url ?? "/",
		"http://localhost",
	);
	const { store, control } = parts;
	if (pathname.startsWith("/local/") && method === "GET") {
		const isAnswered = await serveLocal(
			pathname.slice("/local/".length),
			response,
			parts,
		);
		if (isAnswered) return;
	}
	if (/^\/(gmail|local)\//.test(pathname))
		return control.answer(pathname, request, response);
	switch (`${method} ${pathname}`) {
		case "GET /":
			return sendPage(response, 200);
		case "GET /page.js":
			return sendOwn(response, "text/javascript", "page.js");
		case "GET /page.css":
			return sendOwn(response, "text/css", "page.css");
		case "GET /api/v1/messages":
			return sendList(response, searchParams, store.list(), store);
		case "GET /api/v1/search": {
			const found = store.search(searchParams.get("query") ?? "");
			return sendList(response, searchParams, found, store);
		}
		case "DELETE /api/v1/messages": {
			store.delete(readIds(await readJson(request)));
			return sendText(response, 200, "ok");
		}
	}
	const [, kind, id = "", part, number = ""] =
		/^\/(api\/v1\/message|view)\/([^/]+)(?:\/(\w+)(?:\/(\w+))?)?$/.exec(
			pathname,
		) ?? [];
	const mail = method === "GET" ? store.find(id) : undefined;
	if (kind === "view" && part === undefined)
		return sendPage(response, mail === undefined ? 404 : 200);
	if (mail === undefined) return sendText(response, 404, "404 page not found");
	serveMail(`${kind} ${part ?? ""}`, response, { mail, number, store });
}

function serveMail(
	what: string,
	response: ServerResponse,
	of: {
		readonly mail: StoredMail;
		readonly number: string;
		readonly store: MailStore;
	},
): void {
	const { mail, number, store } = of;
	switch (what) {
		case "view html":
			return send(response, 200, MAIL_HEADERS, shownHtml(mail.email));
		case "api/v1/message ":
			// As Mailpit does: who opens it has read it.
			store.markRead(mail);
			return sendJson(response, 200, detailOf(mail));
		case "api/v1/message raw":
			return sendText(response, 200, mail.raw);
		case "api/v1/message part": {
			const file = partOf(mail, number);
			if (file !== undefined)
				return send(response, 200, fileHeaders(file), bytesOf(file));
		}
	}
	sendText(response, 404, "404 page not found");
}

/** @returns whether this is one of the page's own questions. */
async function serveLocal(
	path: string,
	response: ServerResponse,
	{ events, store, run }: Parts,
): Promise<boolean> {
	const [, id] = /^story\/([^/]+)$/.exec(path) ?? [];
	if (path !== "events" && path !== "state" && id === undefined) return false;
	if (path === "events") {
		events.open(response);
		return true;
	}
	const state = events.state();
	if (run === undefined || state === undefined)
		throw new Refused("The stack is still starting: try again in a moment");
	if (id === undefined) {
		sendJson(response, 200, await state);
		return true;
	}
	const mail = store.find(id);
	if (mail === undefined)
		throw new Refused(
			"Cannot tell of this mail: there is none with this ID",
			404,
		);
	sendJson(response, 200, await findStory(mail, store.list(), run));
	return true;
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

function sendList(
	response: ServerResponse,
	query: URLSearchParams,
	found: readonly StoredMail[],
	store: MailStore,
): void {
	const start = countIn(query, "start", 0);
	const messages = found
		.slice(start, start + countIn(query, "limit", 50))
		.map((mail) => summaryOf(mail, store.isRead(mail)));
	const unread = found.filter((mail) => !store.isRead(mail)).length;
	sendJson(response, 200, {
		total: store.list().length,
		unread: store.unread,
		count: messages.length,
		messages_count: found.length,
		messages_unread: unread,
		start,
		tags: [],
		messages,
	});
}

function countIn(query: URLSearchParams, name: string, usual: number): number {
	const count = Number(query.get(name) ?? usual);
	return Number.isInteger(count) && count >= 0 ? count : usual;
}
