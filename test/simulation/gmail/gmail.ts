import type {
	RefusedRecipient,
	SmtpResult,
} from "../../../core/smtp/smtp-result.ts";
import { createAccessTokens } from "../../../functions/shared/access-tokens.ts";
import type { Envelope, LoginResult } from "../../../functions/shared/deps.ts";
import type {
	SmtpAuth,
	SmtpSession,
} from "../../../functions/shared/smtp-connection.ts";
import {
	createLogIn,
	type LogIn,
} from "../../../functions/shared/smtp-login.ts";
import type { Process } from "../engine/process.ts";
import type { Random } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import type { TroubleAt } from "../troubles.ts";
import type { Weather } from "../weather.ts";
import {
	type Answer,
	AUTH_REPLIES,
	at,
	CONNECT_ANSWERS,
	codeOf,
	endsSession,
	lost,
	namesOf,
	refusedAt,
	wordsOf,
} from "./answers.ts";
import { FATES, type Fate } from "./fates.ts";
import { Tokens } from "./tokens.ts";

/** What Gmail has taken. */
export interface Delivery {
	readonly at: number;
	readonly messageId: string;
	readonly to: readonly string[];
	readonly bytes: string;
}

/** One AUTH. `at` in epoch ms. */
export interface Login {
	readonly at: number;
	/** The process. */
	readonly by: string;
	readonly password: string;
	readonly reply: string;
}

const NESTED_MAIL = refusedAt("mail", "503 5.5.1 nested MAIL command.");
const OVER_LIMIT = "550 5.4.5 Daily user sending limit exceeded.";
const DAY_MS = 86_400_000;
/** Just within the connection's patience. */
const SLOW_MS = 24_000;
/** As the function's connection is set. */
const SOCKET_TIMEOUT_MS = 25_000;

/** Gmail's SMTP server, as one mailbox sees it. */
export class Gmail {
	/** The App Passwords and refresh tokens that are valid. */
	readonly passwords = new Set<string>();
	readonly tokens: Tokens;
	/** A fate that has ended: such addresses are well by now. */
	readonly healed = new Set<Fate>();
	readonly accepted: Delivery[] = [];
	/** In 24 hours. */
	limits = { messages: 2000, recipients: 10_000 };
	/** Messages that somebody else has sent from the mailbox, each to one recipient. */
	usedByOthers = 0;
	/** How often it refused a message for its daily limit. */
	limitRefusals = 0;
	/** Chance that a message whose connection is lost after the dot is taken all the same. */
	takesUnheard = 0.5;
	/** Who has a message on its way. */
	readonly sending = new Set<Process>();
	onLoginBegun: (process: Process) => void = () => {};
	onLoginOver: (process: Process) => void = () => {};
	onLogin: (login: Login) => void = () => {};
	/** Called when a message, or one of its recipients, is not taken. */
	onFailure: (bytes: string, result: SmtpResult) => void = () => {};
	/** Called before a message is taken. */
	onAccept: (delivery: Delivery) => void = () => {};
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #weather: Weather;
	readonly #tell: (who: string, what: string) => void;

	constructor(parts: {
		readonly scheduler: Scheduler;
		readonly random: Random;
		readonly weather: Weather;
		readonly tell: (who: string, what: string) => void;
	}) {
		this.#scheduler = parts.scheduler;
		this.#random = parts.random;
		this.#weather = parts.weather;
		this.#tell = parts.tell;
		this.tokens = new Tokens(parts.scheduler, parts.weather);
	}

	/** From now on this mail gets that refusal, and nobody else does. */
	refuse(label: string, stage: "rcpt" | "data", text: string): void {
		this.#refusals.push({ label, stage, text });
	}

	readonly #refusals: {
		readonly label: string;
		readonly stage: "rcpt" | "data";
		readonly text: string;
	}[] = [];

	/** The login as a process makes it: the function's own, but for its connection and its request for a token. */
	logInFrom(process: Process): LogIn {
		return createLogIn(
			{ host: "smtp.gmail.com", port: 587, name: "example.com" },
			createAccessTokens(
				"",
				process.now,
				this.tokens.askFrom(process, (token) => this.passwords.has(token)),
			),
			(_server, auth) => this.#connect(process, auth),
		);
	}

	#connect(
		process: Process,
		auth: SmtpAuth,
	): Promise<{ result: LoginResult; session?: SmtpSession }> {
		this.onLoginBegun(process);
		return new Promise((resolve) => {
			process.after(this.#random.whole(200, 900), () => {
				const { ms, result } = this.#login(process, auth);
				process.after(ms, () => {
					this.onLoginOver(process);
					this.#tell(process.name, `logs in: ${wordsOf(result)}`);
					resolve(
						result.kind === "ready"
							? { result, session: this.#open(process) }
							: { result },
					);
				});
			});
		});
	}

	#login(process: Process, auth: SmtpAuth): Answer<LoginResult> {
		const onConnect = this.#weather.gmailTrouble(process, "connect");
		if (onConnect !== undefined) return CONNECT_ANSWERS[onConnect];
		const onAuth = this.#weather.gmailTrouble(process, "auth");
		const refusal =
			onAuth === undefined ? this.#refusalOf(auth) : AUTH_REPLIES[onAuth];
		this.onLogin({
			at: this.#scheduler.now,
			by: process.name,
			password: "pass" in auth ? auth.pass : auth.accessToken,
			reply: refusal ?? "235",
		});
		return refusal === undefined
			? at(0, { kind: "ready" })
			: at(0, refusedAt("auth", refusal));
	}

	#refusalOf(auth: SmtpAuth): string | undefined {
		const isGood =
			"pass" in auth
				? this.passwords.has(auth.pass)
				: this.tokens.isGood(auth.accessToken);
		return isGood ? undefined : "535 5.7.8 Username and Password not accepted.";
	}

	#open(process: Process): SmtpSession {
		let alive = true;
		/** A transaction that was refused is open until RSET. */
		let isOpen = false;
		const session = {
			get alive() {
				return alive;
			},
			send: (envelope: Envelope, bytes: Buffer) =>
				new Promise<SmtpResult>((resolve) => {
					process.underway += 1;
					this.sending.add(process);
					const death = this.#weather.deathAt(process);
					this.#scheduler.in(this.#random.whole(100, 700), () => {
						if (process.isDead) return;
						if (death === "before") return process.die();
						const { ms, result } = isOpen
							? at(0, NESTED_MAIL)
							: this.#transact(process, envelope, bytes.toString());
						if (death === "after") return process.die();
						if (result.kind !== "accepted" || result.refused.length > 0)
							this.onFailure(bytes.toString(), result);
						process.after(ms, () => {
							process.underway -= 1;
							this.sending.delete(process);
							isOpen = result.kind === "refused";
							alive = result.kind !== "lost" && !endsSession(result);
							this.#tell(
								process.name,
								`${namesOf(envelope)}: ${wordsOf(result)}`,
							);
							resolve(result);
						});
					});
				}),
			reset: async () => {
				isOpen = false;
			},
			close: () => {
				alive = false;
			},
		};
		return session as unknown as SmtpSession;
	}

	/** MAIL, RCPT, DATA and the dot. */
	#transact(
		process: Process,
		{ to }: Envelope,
		bytes: string,
	): Answer<SmtpResult> {
		const onMail = this.#weather.gmailTrouble(process, "mail");
		if (onMail === "421 at MAIL")
			return at(
				0,
				refusedAt(
					"mail",
					"421 4.3.0 Temporary System Problem. Try again later.",
				),
			);
		if (onMail === "hangs at MAIL")
			return at(SOCKET_TIMEOUT_MS, lost("mail", "timeout", false));
		const own = this.#refusals.find(({ label }) => bytes.includes(`${label} `));
		if (own !== undefined) return at(0, refusedAt(own.stage, own.text));
		const refused = to.flatMap(({ index, address }) =>
			this.#refusedAtRcpt(index, address),
		);
		const taken = to.filter(
			({ index }) => !refused.some((one) => one.index === index),
		);
		const last = refused.at(-1);
		if (taken.length === 0 && last !== undefined)
			return at(0, { kind: "refused", reply: last.reply, refused });
		const fate = this.#fateOf(to[0]?.address ?? "");
		const onData = this.#weather.gmailTrouble(process, "data");
		if (onData !== undefined || fate === "drops")
			return at(0, { ...lost("data", "closed", false), refused });
		if (this.#isOverLimit(taken.length)) {
			this.limitRefusals += 1;
			return at(0, refusedAt("data", OVER_LIMIT));
		}
		const onDot = this.#weather.gmailTrouble(process, "eom");
		const said = onDot === "451 at the dot" ? FATES.deferred : FATES[fate];
		if (said?.stage === "eom" && said.text !== "")
			return at(0, refusedAt("eom", said.text));
		const isHeard =
			fate !== "doubts" && (onDot === undefined || onDot === "slow at the dot");
		const isTaken =
			isHeard || (fate !== "doubts" && this.#random.chance(this.takesUnheard));
		if (isTaken) this.#accept(taken, bytes);
		const trouble = fate === "doubts" ? "doubt" : onDot;
		return this.#afterDot(trouble, taken, refused);
	}

	#afterDot(
		trouble: TroubleAt<"eom"> | "doubt" | undefined,
		taken: Envelope["to"],
		refused: readonly RefusedRecipient[],
	): Answer<SmtpResult> {
		if (trouble === "hangs after the dot")
			return at(SOCKET_TIMEOUT_MS, {
				...lost("eom", "timeout", true),
				refused,
			});
		if (trouble !== undefined && trouble !== "slow at the dot")
			return at(0, { ...lost("eom", "closed", true), refused });
		const accepted = taken.map(({ index }) => index);
		return at(trouble === undefined ? 0 : SLOW_MS, {
			kind: "accepted",
			reply: "250 2.0.0 OK",
			accepted,
			refused,
		});
	}

	#accept(taken: Envelope["to"], bytes: string): void {
		const delivery: Delivery = {
			at: this.#scheduler.now,
			messageId: JSON.parse(bytes).messageId,
			to: taken.map(({ address }) => address),
			bytes,
		};
		this.onAccept(delivery);
		this.accepted.push(delivery);
	}

	#refusedAtRcpt(index: number, address: string): readonly RefusedRecipient[] {
		const said = FATES[this.#fateOf(address)];
		return said?.stage === "rcpt"
			? [
					{
						index,
						reply: { stage: "rcpt", code: codeOf(said.text), text: said.text },
					},
				]
			: [];
	}

	#fateOf(address: string): Fate {
		const [fate = ""] = address.split(".", 1);
		return fate in FATES && !this.healed.has(fate as Fate)
			? (fate as Fate)
			: "well";
	}

	/** What counts against the limits by now. */
	used(): { readonly messages: number; readonly recipients: number } {
		const since = this.#scheduler.now - DAY_MS;
		const counting = this.accepted.filter(({ at }) => at > since);
		return {
			messages: counting.length + this.usedByOthers,
			recipients: counting.reduce(
				(sum, { to }) => sum + to.length,
				this.usedByOthers,
			),
		};
	}

	#isOverLimit(recipients: number): boolean {
		const used = this.used();
		return (
			used.messages + 1 > this.limits.messages ||
			used.recipients + recipients > this.limits.recipients
		);
	}
}
