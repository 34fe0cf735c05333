import SMTPConnection from "nodemailer/lib/smtp-connection";
import { BUDGET } from "../../core/contract.ts";
import { withoutLogin } from "../../core/credential/secret.ts";
import { cut, MAXIMUM } from "../../core/outside.ts";
import type { SmtpReply, SmtpStage } from "../../core/smtp/reply.ts";
import type {
	ConnectionFailure,
	RefusedRecipient,
	SmtpResult,
} from "../../core/smtp/smtp-result.ts";
import type { Envelope, LoginResult } from "./deps.ts";
import { failureKind } from "./failure-kind.ts";
import { SessionTracker } from "./session-tracker.ts";
import { authenticateXoauth2 } from "./xoauth2.ts";

export interface SmtpServer {
	readonly host: string;
	readonly port: number;
	/** EHLO name: Gmail answers 421 to a client that calls itself localhost or an IP address. */
	readonly name: string;
}

type NodemailerError = Error & {
	readonly code?: string | undefined;
	readonly originalCode?: string | undefined;
	readonly command?: string | undefined;
	readonly response?: string | undefined;
	readonly responseCode?: number | undefined;
	readonly rejectedErrors?: readonly NodemailerError[] | undefined;
	readonly recipient?: string | undefined;
};

/** Of a message's time, for the RSET after a refused one. */
const RESET_MS = 5000;
/** Connecting takes the most round trips; AUTH has what is left. */
const CONNECT_SHARE = 2 / 3;

/** Who logs in, and how. */
export type SmtpAuth =
	| { readonly user: string; readonly pass: string }
	| { readonly user: string; readonly accessToken: string };

/** One authenticated SMTP session over verified TLS; many messages, one after another. */
export class SmtpSession {
	readonly #connection: SMTPConnection;
	readonly #tracker: SessionTracker;
	/** What the server said, as it may be kept. */
	readonly #said: (text: string) => string;
	#closed = false;
	#failed: ((error: NodemailerError) => void) | undefined;

	private constructor(
		connection: SMTPConnection,
		tracker: SessionTracker,
		auth: SmtpAuth,
	) {
		this.#connection = connection;
		this.#tracker = tracker;
		const { user } = auth;
		const secret = "pass" in auth ? auth.pass : auth.accessToken;
		this.#said = (text) =>
			withoutLogin(cut(text, MAXIMUM.reply), { user, secret });
		connection.on("error", (error: NodemailerError) => {
			this.#closed = true;
			this.#failed?.(error);
		});
		connection.on("end", () => {
			this.#closed = true;
		});
	}

	/** Connects, upgrades to TLS and logs in. One login, no retry. */
	static async open(
		server: SmtpServer,
		auth: SmtpAuth,
		budgetMs: number,
	): Promise<{ result: LoginResult; session?: SmtpSession }> {
		const tracker = new SessionTracker();
		const connection = new SMTPConnection({
			host: server.host,
			port: server.port,
			name: server.name,
			secure: server.port === 465,
			requireTLS: true,
			dnsTimeout: 10_000,
			connectionTimeout: 15_000,
			greetingTimeout: 10_000,
			socketTimeout: 25_000,
			socketCloseTimeout: 1000,
			transactionLog: true,
			logger: tracker.logger,
			tls: { minVersion: "TLSv1.2" },
			customAuth: { [XOAUTH2]: authenticateXoauth2 },
		});
		const session = new SmtpSession(connection, tracker, auth);
		try {
			await session.#within(budgetMs * CONNECT_SHARE, (done) =>
				connection.connect((error) => done(error)),
			);
			// Without an AUTH offer nodemailer would go on unauthenticated, and Gmail answer 530 at MAIL.
			if (!connection.allowsAuth) {
				session.close();
				return {
					result: {
						kind: "refused",
						reply: {
							stage: "ehlo",
							code: 504,
							enhanced: "5.7.4",
							text: "504 5.7.4 The server offers no AUTH",
						},
					},
				};
			}
			tracker.stage = "auth";
			await session.#within(budgetMs * (1 - CONNECT_SHARE), (done) =>
				connection.login(loginOf(auth), (error) => done(error)),
			);
			return { result: { kind: "ready" }, session };
		} catch (error) {
			session.close();
			return { result: session.#loginFailure(error as NodemailerError) };
		}
	}

	get alive(): boolean {
		return !this.#closed;
	}

	/** Sends one message; resolves with what the server said, never rejects. */
	async send(envelope: Envelope, bytes: Buffer): Promise<SmtpResult> {
		const indexesOf = indexesByAddress(envelope);
		this.#tracker.beginMessage();
		try {
			const info = await this.#within<SMTPConnection.SentMessageInfo>(
				BUDGET.send * 1000 - RESET_MS,
				(done) =>
					this.#connection.send(
						{ from: envelope.from, to: [...indexesOf.keys()] },
						bytes,
						done,
					),
			);
			return {
				kind: "accepted",
				reply: this.#said(info.response),
				refused: refusedOf(info.rejectedErrors ?? [], indexesOf, this.#said),
				accepted: info.accepted.flatMap(
					(address) => indexesOf.get(address) ?? [],
				),
			};
		} catch (error) {
			return this.#sendFailure(error as NodemailerError, indexesOf);
		}
	}

	/** After a refused message: clears the session for the next one, or closes it. */
	async reset(): Promise<void> {
		if (this.#closed) return;
		try {
			await this.#within(RESET_MS, (done) =>
				this.#connection.reset((error) => done(error)),
			);
		} catch {
			this.close();
		}
	}

	/** Says goodbye without waiting for an answer. */
	close(): void {
		if (!this.#closed) this.#connection.quit();
		this.#closed = true;
		this.#connection.close();
	}

	#within<T>(
		budgetMs: number,
		start: (done: (error?: Error | null, value?: T) => void) => void,
	): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			const settle = (error?: Error | null, value?: T) => {
				clearTimeout(timer);
				this.#failed = undefined;
				if (error) reject(error);
				else resolve(value as T);
			};
			const timer = setTimeout(() => {
				settle(
					Object.assign(new Error(`no answer within ${budgetMs} ms`), {
						code: "ETIMEDOUT",
					}),
				);
				this.close();
			}, budgetMs);
			this.#failed = settle;
			start(settle);
		});
	}

	#loginFailure(error: NodemailerError): LoginResult {
		const reply = this.#replyOf(error, this.#tracker.stage);
		if (reply !== undefined) return { kind: "refused", reply };
		return {
			kind: "lost",
			failure: failureOf(error, this.#tracker.stage, false),
			detail: this.#said(detailOf(error)),
		};
	}

	#replyOf(error: NodemailerError, stage: SmtpStage): SmtpReply | undefined {
		const reply = replyOf(error, this.#tracker, stage);
		return reply && { ...reply, text: this.#said(reply.text) };
	}

	#sendFailure(
		error: NodemailerError,
		indexesOf: ReadonlyMap<string, readonly number[]>,
	): SmtpResult {
		const { stage, handedOver } = this.#tracker;
		const refused = refusedOf(
			error.rejectedErrors ?? [],
			indexesOf,
			this.#said,
		);
		const reply = this.#replyOf(error, stageOfCommand(error) ?? stage);
		if (reply !== undefined) return { kind: "refused", reply, refused };
		return {
			kind: "lost",
			failure: failureOf(error, stage, handedOver),
			detail: this.#said(detailOf(error)),
			refused,
		};
	}
}

// Called XOAUTH2, and without nodemailer's own token generator, it would make nodemailer choose PLAIN.
const XOAUTH2 = "GMAIL-XOAUTH2";

function loginOf(auth: SmtpAuth): SMTPConnection.AuthenticationType {
	const { user } = auth;
	return "pass" in auth
		? { user, credentials: { user, pass: auth.pass } }
		: {
				user,
				method: XOAUTH2,
				credentials: { user, pass: auth.accessToken },
			};
}

function replyOf(
	error: NodemailerError,
	tracker: SessionTracker,
	stage: SmtpStage,
): SmtpReply | undefined {
	if (error.responseCode !== undefined && error.response !== undefined) {
		// A 421 closes the session, and nodemailer then no longer says which command it answered.
		const answered =
			error.command === "CONN" ? tracker.lastReply?.stage : undefined;
		return {
			stage: answered ?? stage,
			code: error.responseCode,
			text: error.response,
		};
	}
	// nodemailer falls back from EHLO to HELO and loses the refusal; the log still has it.
	const last = tracker.lastReply;
	if (
		last !== undefined &&
		/^[45]\d\d/.test(last.text) &&
		!tracker.handedOver &&
		(last.stage === "ehlo" || last.stage === "connect")
	) {
		return {
			stage: last.stage,
			code: Number(last.text.slice(0, 3)),
			text: last.text,
		};
	}
	return undefined;
}

function stageOfCommand({
	command,
	code,
}: NodemailerError): SmtpStage | undefined {
	if (command === "MAIL FROM") return "mail";
	if (command === "RCPT TO") return "rcpt";
	if (command === "DATA") return code === "EMESSAGE" ? "eom" : "data";
	return undefined;
}

function refusedOf(
	errors: readonly NodemailerError[],
	indexesOf: ReadonlyMap<string, readonly number[]>,
	said: (text: string) => string,
): RefusedRecipient[] {
	return errors.flatMap(({ recipient = "", response, responseCode }) => {
		const code = responseCode ?? 500;
		const text = said(response ?? String(code));
		return (indexesOf.get(recipient) ?? []).map((index) => ({
			index,
			reply: { stage: "rcpt" as const, code, text },
		}));
	});
}

/** Two spellings of one internationalised address are one recipient to the server. */
function indexesByAddress({ to }: Envelope): Map<string, number[]> {
	const indexes = new Map<string, number[]>();
	for (const { address, index } of to) {
		indexes.set(address, [...(indexes.get(address) ?? []), index]);
	}
	return indexes;
}

function failureOf(
	error: NodemailerError,
	stage: SmtpStage,
	handedOver: boolean,
): ConnectionFailure {
	return { stage, handedOver, kind: kindOf(error) };
}

function kindOf({ code = "", originalCode = "" }: NodemailerError) {
	const isNodemailers = code === "EDNS" || code === "ETIMEDOUT";
	return failureKind(isNodemailers ? code : originalCode);
}

function detailOf({ code, originalCode, message }: NodemailerError): string {
	return `${originalCode ?? code ?? "error"}: ${message}`;
}
