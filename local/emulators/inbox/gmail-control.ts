import type { ServerResponse } from "node:http";
import { sendJson } from "../aws/http.ts";
import { parseFaults } from "../gmail/faults.ts";
import type { LookAlikeGmail } from "../gmail/server.ts";

/** The look-alike's controls: `faults`, `quota`, `password` (GET, PUT, DELETE) and `log` (GET). */
export function controlGmail(
	what: string,
	method: string,
	body: string,
	response: ServerResponse,
	gmail: LookAlikeGmail,
): void {
	const { faults, mailboxes, log } = gmail;
	let input: unknown;
	try {
		input = body === "" ? {} : JSON.parse(body);
	} catch {
		return refuse(response, "Cannot read the request's body: it is not JSON");
	}
	if (typeof input !== "object" || input === null) {
		return refuse(
			response,
			"Cannot read the request's body: it is no JSON object",
		);
	}
	const asked =
		"mailbox" in input ? String(input.mailbox).toLowerCase() : undefined;
	if (asked !== undefined && !mailboxes.names().includes(asked)) {
		return refuse(
			response,
			`Cannot find the mailbox ${asked}; there are ${mailboxes.names().join(", ")}`,
		);
	}
	switch (`${method} ${what}`) {
		case "GET faults":
			return sendJson(response, 200, faults.list());
		case "DELETE faults":
			faults.replace([]);
			return sendJson(response, 200, []);
		case "PUT faults": {
			const parsed = parseFaults(input);
			if (typeof parsed === "string") return refuse(response, parsed);
			faults.replace(parsed);
			// A warm session would not meet a failure of the login.
			if (parsed.some(({ stage }) => LOGIN_STAGES.has(stage))) {
				gmail.dropConnections();
			}
			return sendJson(response, 200, faults.list());
		}
		case "GET quota":
			return sendJson(
				response,
				200,
				Object.fromEntries(
					mailboxes
						.names()
						.map((name) => [name, mailboxes.limitsOf(name).limits]),
				),
			);
		case "PUT quota": {
			const { messages, recipients, mailbox } = input as Record<
				string,
				unknown
			>;
			for (const [name, value] of Object.entries({ messages, recipients })) {
				if (
					value !== undefined &&
					!(Number.isInteger(value) && Number(value) >= 0)
				) {
					return refuse(
						response,
						`Cannot set the quota: ${name} is ${JSON.stringify(value)}; allowed is a whole number from 0, such as {"messages":500,"recipients":500}`,
					);
				}
			}
			mailboxes.setLimits(
				{
					...(messages === undefined ? {} : { messages: Number(messages) }),
					...(recipients === undefined
						? {}
						: { recipients: Number(recipients) }),
				},
				mailbox === undefined ? undefined : String(mailbox),
			);
			return sendJson(response, 200, { messages, recipients });
		}
		case "PUT password": {
			const { password, mailbox } = input as Record<string, unknown>;
			if (typeof password !== "string" || password === "") {
				return refuse(
					response,
					'Cannot set the password: give {"password":"abcd efgh ijkl mnop"}, and "mailbox" when there are several',
				);
			}
			mailboxes.setPassword(
				password,
				mailbox === undefined ? undefined : String(mailbox),
			);
			// A warm session would not meet the new one.
			gmail.dropConnections();
			return sendJson(response, 200, { mailboxes: mailboxes.names() });
		}
		case "GET log":
			return sendJson(response, 200, {
				connections: log.connections,
				logins: log.logins,
				refusals: log.refusals,
				accepted: log.accepted.map(({ raw, ...mail }) => ({
					...mail,
					size: raw.length,
				})),
			});
		default:
			return sendJson(response, 404, {
				Error: `The look-alike Gmail has no ${method} /gmail/${what}; it has GET, PUT and DELETE /gmail/faults, GET and PUT /gmail/quota, PUT /gmail/password, GET /gmail/log`,
			});
	}
}

const LOGIN_STAGES: ReadonlySet<string> = new Set([
	"connect",
	"ehlo",
	"starttls",
	"auth",
]);

function refuse(response: ServerResponse, sentence: string): void {
	sendJson(response, 400, { Error: sentence });
}
