import type { Credential } from "../../../core/credential/credential.ts";
import type { LoginResult } from "../../shared/deps.ts";
import type { SmtpSession } from "../../shared/smtp-connection.ts";
import type { LogIn } from "../../shared/smtp-login.ts";
import type { SmtpSlot } from "../deps.ts";

/** A session idle for longer is replaced, not trusted: the environment may have been frozen. */
const IDLE_LIMIT_MS = 20_000;
/** Messages on one connection before it is renewed. */
const MESSAGES_PER_CONNECTION = 100;

/** Connection slots that survive between invocations; each holds at most one session. */
export function createSmtpSlots(
	count: number,
	logIn: LogIn,
	now: () => number,
): readonly SmtpSlot[] {
	return Array.from({ length: count }, () => createSlot(logIn, now));
}

function createSlot(logIn: LogIn, now: () => number): SmtpSlot {
	let session: SmtpSession | undefined;
	let version: string | undefined;
	let lastUsed = 0;
	let messages = 0;

	return {
		usable: (secretVersion) =>
			session?.alive === true &&
			version === secretVersion &&
			now() - lastUsed <= IDLE_LIMIT_MS &&
			messages < MESSAGES_PER_CONNECTION,
		async login(
			credential: Credential,
			secretVersion: string,
		): Promise<LoginResult> {
			session?.close();
			const opened = await logIn(credential, secretVersion);
			session = opened.session;
			version = secretVersion;
			lastUsed = now();
			messages = 0;
			return opened.result;
		},
		async send(envelope, bytes) {
			if (session === undefined) {
				return {
					kind: "lost",
					failure: { stage: "connect", kind: "closed", handedOver: false },
					detail: "no session",
					refused: [],
				};
			}
			messages += 1;
			const result = await session.send(envelope, bytes);
			lastUsed = now();
			if (result.kind === "refused") await session.reset();
			return result;
		},
		close() {
			session?.close();
			session = undefined;
		},
	};
}
