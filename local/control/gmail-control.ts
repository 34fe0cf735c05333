import * as v from "valibot";
import { parseSecret } from "../../core/credential/credential.ts";
import type { FaultStage } from "../gmail/faults.ts";
import type { LookAlikeGmail } from "../gmail/server.ts";
import { checkBody, text, whole } from "./check-body.ts";
import { readFaults } from "./read-faults.ts";
import { didYouMean, Refused, shown } from "./refused.ts";

type Act = (gmail: LookAlikeGmail, body: unknown) => unknown;

/** The look-alike's controls: what each does, and what it answers. @throws Refused */
export function controlGmail(
	what: string,
	method: string,
	body: unknown,
	gmail: LookAlikeGmail,
): unknown {
	const route = `${method} ${what}`;
	const act = Object.hasOwn(ACTS, route) ? ACTS[route] : undefined;
	if (act === undefined)
		throw new Refused(
			`The look-alike Gmail has no ${method} /gmail/${what.slice(0, 100)}; it has GET, PUT and DELETE /gmail/faults, GET and PUT /gmail/quota, PUT /gmail/password, PUT and DELETE /gmail/oauth, DELETE /gmail/access-tokens, GET /gmail/log`,
			404,
		);
	return act(gmail, body);
}

const ACTS: Readonly<Record<string, Act>> = {
	"GET faults": ({ faults }) => faults.list(),
	"DELETE faults": ({ faults }, body) => {
		checkNothing(body, "Cannot end the faults");
		faults.replace([]);
		return [];
	},
	"PUT faults": setFaults,
	"GET quota": ({ mailboxes }) =>
		Object.fromEntries(
			mailboxes.names().map((name) => [name, mailboxes.limitsOf(name).limits]),
		),
	"PUT quota": setQuota,
	"PUT password": setPassword,
	"PUT oauth": registerOauth,
	"DELETE oauth": (gmail, body) => {
		checkNothing(body, "Cannot revoke the consents");
		gmail.grants.revokeAll();
		gmail.dropConnections();
		return {};
	},
	"DELETE access-tokens": (gmail, body) => {
		checkNothing(body, "Cannot end the access tokens");
		gmail.grants.revokeAccessTokens();
		gmail.dropConnections();
		return {};
	},
	"GET log": ({ log }) => ({
		connections: log.connections,
		logins: log.logins,
		tokens: log.tokens,
		refusals: log.refusals,
		accepted: log.accepted.map(({ raw, ...mail }) => ({
			...mail,
			size: raw.length,
		})),
	}),
};

const mailbox = v.optional(text("a mailbox"));
const NOTHING = v.strictObject({});
const QUOTA = v.strictObject({
	messages: v.optional(whole(0)),
	recipients: v.optional(whole(0)),
	mailbox,
});
const PASSWORD = v.strictObject({ password: text("an App Password"), mailbox });

/** Of whom nothing is asked, all is ended: a field that limits it would be a mistake. */
function checkNothing(body: unknown, cannot: string): void {
	checkBody(NOTHING, body, { cannot, example: "no body, or {}" });
}

function setFaults(gmail: LookAlikeGmail, body: unknown): unknown {
	const { faults, grants, mailboxes } = gmail;
	const parsed = readFaults(body);
	for (const fault of parsed) known(fault.mailbox, mailboxes.names());
	faults.replace(parsed);
	// A warm session would not meet a failure of the login.
	if (parsed.some(({ stage }) => LOGIN_STAGES.has(stage)))
		gmail.dropConnections();
	// Nor would a token that is kept meet one of the token endpoint.
	if (parsed.some(({ stage }) => stage === "token"))
		grants.revokeAccessTokens();
	return faults.list();
}

function setQuota({ mailboxes }: LookAlikeGmail, body: unknown): unknown {
	const { messages, recipients, ...asked } = checkBody(QUOTA, body, {
		cannot: "Cannot set the quota",
		example: '{"messages":500,"recipients":500}',
	});
	if (messages === undefined && recipients === undefined)
		throw new Refused(
			'Cannot set the quota as nothing is given: allowed is {"messages":500,"recipients":500}, or one of the two',
		);
	mailboxes.setLimits(
		{
			...(messages === undefined ? {} : { messages }),
			...(recipients === undefined ? {} : { recipients }),
		},
		known(asked.mailbox, mailboxes.names()),
	);
	return { messages, recipients };
}

function setPassword(gmail: LookAlikeGmail, body: unknown): unknown {
	const { password, ...asked } = checkBody(PASSWORD, body, {
		cannot: "Cannot set the password",
		example:
			'{"password":"abcd efgh ijkl mnop"}, and "mailbox" when there are several',
	});
	const names = gmail.mailboxes.names();
	gmail.mailboxes.setPassword(password, known(asked.mailbox, names));
	// A warm session would not meet the new one.
	gmail.dropConnections();
	return { mailboxes: names };
}

function registerOauth(
	{ mailboxes, grants }: LookAlikeGmail,
	body: unknown,
): unknown {
	const fields: Readonly<Record<string, unknown>> =
		typeof body === "object" && body !== null ? { ...body } : {};
	const named = fields.mailbox;
	if (named !== undefined && typeof named !== "string")
		throw new Refused(
			`Cannot register this as mailbox is ${shown(named)}: allowed is a mailbox`,
		);
	const asked = known(named, mailboxes.names());
	const [only, ...others] = asked === undefined ? mailboxes.names() : [asked];
	const form =
		only === undefined || others.length > 0
			? undefined
			: parseSecret(JSON.stringify({ ...fields, mailbox: undefined }), only);
	if (form?.kind !== "credential" || form.credential.kind === "app-password")
		throw new Refused(
			`Cannot register this${form?.kind === "unreadable" ? ` (${form.sentence})` : ""}: give what the secret will hold, {"clientId", "clientSecret", "refreshToken"} or {"serviceAccount"}, and "mailbox" when there are several`,
		);
	grants.register(form.credential);
	return { user: form.credential.user };
}

/** The mailbox that is named, in its own spelling. */
function known(
	asked: string | undefined,
	names: readonly string[],
): string | undefined {
	if (asked === undefined) return undefined;
	const name = asked.toLowerCase();
	if (names.includes(name)) return name;
	throw new Refused(
		`Cannot find the mailbox ${shown(asked)}${didYouMean(asked, names)}; there are ${names.join(", ")}`,
	);
}

const LOGIN_STAGES: ReadonlySet<FaultStage> = new Set<FaultStage>([
	"token",
	"connect",
	"ehlo",
	"starttls",
	"auth",
]);
