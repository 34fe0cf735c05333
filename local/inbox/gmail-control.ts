import { parseSecret } from "../../core/credential/credential.ts";
import { parseFaults } from "../gmail/faults.ts";
import type { LookAlikeGmail } from "../gmail/server.ts";

/** What a control answers. */
export interface ControlReply {
	readonly status: number;
	readonly body: unknown;
}

/** The look-alike's controls: `faults`, `quota`, `password`, `oauth`, `access-tokens` (GET, PUT, DELETE) and `log` (GET). */
export function controlGmail(
	what: string,
	method: string,
	body: string,
	gmail: LookAlikeGmail,
): ControlReply {
	const { faults, mailboxes, grants, log } = gmail;
	let input: unknown;
	try {
		input = body === "" ? {} : JSON.parse(body);
	} catch {
		return refuse("Cannot read the request's body: it is not JSON");
	}
	if (typeof input !== "object" || input === null) {
		return refuse("Cannot read the request's body: it is no JSON object");
	}
	const fields: Readonly<Record<string, unknown>> = { ...input };
	const asked =
		fields.mailbox === undefined
			? undefined
			: String(fields.mailbox).toLowerCase();
	if (asked !== undefined && !mailboxes.names().includes(asked)) {
		return refuse(
			`Cannot find the mailbox ${asked}; there are ${mailboxes.names().join(", ")}`,
		);
	}
	switch (`${method} ${what}`) {
		case "GET faults":
			return fine(faults.list());
		case "DELETE faults":
			faults.replace([]);
			return fine([]);
		case "PUT faults": {
			const parsed = parseFaults(input);
			if (typeof parsed === "string") return refuse(parsed);
			faults.replace(parsed);
			// A warm session would not meet a failure of the login.
			if (parsed.some(({ stage }) => LOGIN_STAGES.has(stage))) {
				gmail.dropConnections();
			}
			// Nor would a token that is kept meet one of the token endpoint.
			if (parsed.some(({ stage }) => stage === "token"))
				grants.revokeAccessTokens();
			return fine(faults.list());
		}
		case "GET quota":
			return fine(
				Object.fromEntries(
					mailboxes
						.names()
						.map((name) => [name, mailboxes.limitsOf(name).limits]),
				),
			);
		case "PUT quota": {
			const { messages, recipients } = fields;
			for (const [name, value] of Object.entries({ messages, recipients })) {
				if (
					value !== undefined &&
					!(Number.isInteger(value) && Number(value) >= 0)
				) {
					return refuse(
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
				asked,
			);
			return fine({ messages, recipients });
		}
		case "PUT password": {
			const { password } = fields;
			if (typeof password !== "string" || password === "") {
				return refuse(
					'Cannot set the password: give {"password":"abcd efgh ijkl mnop"}, and "mailbox" when there are several',
				);
			}
			mailboxes.setPassword(password, asked);
			// A warm session would not meet the new one.
			gmail.dropConnections();
			return fine({ mailboxes: mailboxes.names() });
		}
		case "PUT oauth": {
			const names = mailboxes.names();
			const [only, ...others] = asked === undefined ? names : [asked];
			const form =
				only === undefined || others.length > 0
					? undefined
					: parseSecret(
							JSON.stringify({ ...fields, mailbox: undefined }),
							only,
						);
			if (
				form?.kind !== "credential" ||
				form.credential.kind === "app-password"
			) {
				return refuse(
					'Cannot register this: give what the secret will hold, {"clientId", "clientSecret", "refreshToken"} or {"serviceAccount"}, and "mailbox" when there are several',
				);
			}
			grants.register(form.credential);
			return fine({ user: form.credential.user });
		}
		case "DELETE oauth":
			grants.revokeAll();
			gmail.dropConnections();
			return fine({});
		case "DELETE access-tokens":
			grants.revokeAccessTokens();
			gmail.dropConnections();
			return fine({});
		case "GET log":
			return fine({
				connections: log.connections,
				logins: log.logins,
				tokens: log.tokens,
				refusals: log.refusals,
				accepted: log.accepted.map(({ raw, ...mail }) => ({
					...mail,
					size: raw.length,
				})),
			});
		default:
			return refuse(
				`The look-alike Gmail has no ${method} /gmail/${what}; it has GET, PUT and DELETE /gmail/faults, GET and PUT /gmail/quota, PUT /gmail/password, PUT and DELETE /gmail/oauth, DELETE /gmail/access-tokens, GET /gmail/log`,
				404,
			);
	}
}

const LOGIN_STAGES: ReadonlySet<string> = new Set([
	"token",
	"connect",
	"ehlo",
	"starttls",
	"auth",
]);

function fine(body: unknown): ControlReply {
	return { status: 200, body };
}

function refuse(sentence: string, status = 400): ControlReply {
	return { status, body: { Error: sentence } };
}
