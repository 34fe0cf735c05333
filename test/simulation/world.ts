import { breakerOf } from "../../core/breaker/breaker.ts";
import { tableKey } from "../../core/contract.ts";
import { quotaOf } from "../../core/quota/quota.ts";
import { usedOf } from "../../core/quota/window.ts";
import type { SendingConfig } from "../../functions/send-email/config.ts";
import { Auditor, labelIn } from "./auditor.ts";
import { Account } from "./aws/account.ts";
import { EventSource } from "./aws/event-source.ts";
import { LambdaFunction } from "./aws/lambda-function.ts";
import { Network } from "./aws/network.ts";
import { PRODUCER, type QueueMessage } from "./aws/queue.ts";
import { Storage } from "./aws/storage.ts";
import { Random } from "./engine/random.ts";
import { Scheduler } from "./engine/scheduler.ts";
import {
	BREAKER_CONFIG,
	SENDING_CONFIG,
	SETTINGS,
} from "./functions/config.ts";
import type { Parts } from "./functions/parts.ts";
import { startProber } from "./functions/prober.ts";
import { startSender } from "./functions/sender.ts";
import { Gmail } from "./gmail/gmail.ts";
import type { Mailing } from "./mailings.ts";
import { Story } from "./story.ts";
import type { Trouble } from "./troubles.ts";
import { Weather } from "./weather.ts";

const ROUND_MS = 60_000;
const HOUR_MS = 3_600_000;
/** A queue without so many is not crowded. */
const MANY_IN_FLIGHT = 30_000;

/** What every log line begins with. */
const LOG_FRAME =
	/^\{"time":"[^"]*","level":"\w+","sender":"sim","requestId":"",/;

/** A deployed sender with its queue, table, functions and Gmail, in simulated time. */
export class World {
	readonly scheduler = new Scheduler();
	readonly random: Random;
	readonly weather: Weather;
	readonly story: Story;
	readonly account: Account;
	readonly gmail: Gmail;
	readonly storage = new Storage();
	readonly auditor: Auditor;
	readonly source: EventSource;
	/** How often each thing happened. */
	readonly counts = new Map<string, number>();
	/** The mails, by label. */
	readonly mailings = new Map<string, Mailing & { readonly sentAt: number }>();
	config: SendingConfig;
	readonly sender: LambdaFunction<ReturnType<typeof startSender>>;
	readonly #prober: LambdaFunction<ReturnType<typeof startProber>>;
	readonly #isOauth: boolean;
	#passwords = 0;

	constructor(
		seed: number,
		options: {
			readonly isTold?: boolean;
			readonly config?: Partial<SendingConfig>;
			readonly maxConcurrency?: number;
			/** Of the sending function. */
			readonly timeoutMs?: number;
			/** Logs in with access tokens. */
			readonly isOauth?: boolean;
		} = {},
	) {
		const scheduler = this.scheduler;
		const now = () => scheduler.now;
		this.random = new Random(seed);
		const { random } = this;
		this.config = { ...SENDING_CONFIG, ...options.config };
		this.story = new Story(options.isTold ?? false, now);
		const { tell } = this.story;
		this.weather = new Weather(random, now, (what) => this.count(what));
		const shared = { scheduler, random, weather: this.weather, tell };
		const network = new Network(shared);
		this.account = new Account(scheduler, random, network);
		this.gmail = new Gmail(shared);
		this.auditor = new Auditor({
			account: this.account,
			gmail: this.gmail,
			mailbox: this.config.mailbox,
			onAmbiguous: this.config.onAmbiguous,
			now,
			areWritesLost: () => this.weather.losesWrites(),
			notAfter: (label) => this.mailings.get(label)?.notAfter,
		});
		const parts: Parts = {
			account: this.account,
			network,
			gmail: this.gmail,
			random,
			storage: this.storage,
			log: (who, line) => {
				if (options.isTold) tell(who, line.replace(LOG_FRAME, "{"));
				this.auditor.checkLogged(line);
			},
		};
		this.sender = new LambdaFunction({
			...shared,
			name: "sender",
			timeoutMs: options.timeoutMs ?? SETTINGS.timeoutMs,
			start: (process) => startSender(process, this.config, parts),
		});
		this.sender.onFreeze = (process) => this.auditor.checkFrozen(process);
		this.sender.onTimeout = (process) => this.auditor.checkTimeout(process);
		this.#prober = new LambdaFunction({
			...shared,
			name: "prober",
			timeoutMs: SETTINGS.breakerTimeoutMs,
			start: (process) =>
				startProber(
					process,
					{ ...BREAKER_CONFIG, limits: this.config.limits },
					parts,
				),
		});
		this.#prober.onFreeze = (process) => this.auditor.checkFrozen(process);
		this.source = new EventSource({
			...shared,
			account: this.account,
			settings: {
				...SETTINGS,
				maxConcurrency: options.maxConcurrency ?? SETTINGS.maxConcurrency,
			},
			deliver: (batch, done) => this.#deliver(batch, done),
		});
		this.#isOauth = options.isOauth ?? false;
		this.storePassword(true);
		this.#round();
	}

	count(what: string): void {
		this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
	}

	/** The breaker as the table has it. */
	get breaker() {
		return breakerOf(
			this.account.table.read(tableKey.breaker(this.config.mailbox)),
		);
	}

	/** What counts against the daily limits by our own count. */
	get used() {
		const { messages, recipients } = usedOf(
			quotaOf(this.account.table.read(tableKey.quota(this.config.mailbox))),
			this.scheduler.now,
		);
		return { messages, recipients };
	}

	/** What the ledger says of a mail. */
	row(label: string): Record<string, unknown> | undefined {
		return this.account.table.read(tableKey.message(PRODUCER, label));
	}

	/** @param senderId What SQS tells of who put it there, if not the usual role. */
	put(mailing: Mailing, senderId?: string): void {
		this.mailings.set(mailing.label, {
			...mailing,
			sentAt: this.scheduler.now,
		});
		for (let copy = 0; copy < mailing.copies; copy += 1) {
			const id = this.account.source.send(mailing.body, {}, senderId);
			this.story.tell("producer", `puts ${mailing.label} on the queue (${id})`);
		}
	}

	/** A new version of the secret, with a password that Google takes, or not. */
	storePassword(isValid: boolean): void {
		this.#passwords += 1;
		const password = `pw-${this.#passwords}`;
		if (isValid) {
			this.gmail.passwords.clear();
			this.gmail.passwords.add(password);
		}
		const value = this.#isOauth
			? JSON.stringify({
					clientId: "client",
					clientSecret: "pw-client",
					refreshToken: password,
				})
			: password;
		this.account.secrets.push({ version: `v${this.#passwords}`, value });
		this.story.tell(
			"on-call",
			`stores a ${isValid ? "right" : "wrong"} password, v${this.#passwords}`,
		);
	}

	/** A request to the breaker function. */
	ask(request: {
		readonly action: string;
		readonly [field: string]: unknown;
	}): void {
		if (request.action === "resume")
			this.auditor.resumedAt = this.scheduler.now;
		this.story.tell("operator", JSON.stringify(request));
		this.#prober.invoke(
			(answer) => answer(request),
			(result) => {
				if (result === undefined) this.count("a round dies");
			},
		);
	}

	/** A deployment with another From name: environments of before end, and the mapping is as the template has it. */
	deploy(): void {
		this.story.tell("operator", "deploys");
		this.config = { ...this.config, fromName: `${this.config.fromName}+` };
		this.sender.deploy();
		this.#prober.deploy();
		this.account.setMapping(true);
	}

	/** Lets time pass until then, or until something is not as it must be. Epoch ms. */
	async runUntil(
		time: number,
		isOver: () => boolean = () => false,
	): Promise<void> {
		const { scheduler, auditor } = this;
		while (
			scheduler.nextAt <= time &&
			auditor.breaches.length === 0 &&
			!isOver()
		)
			await scheduler.step();
		if (scheduler.nextAt > time) scheduler.now = time;
	}

	/** Something is the matter from now on, for so many hours. */
	trouble(
		kind: Trouble["kind"],
		hours: number,
		rest: Partial<Pick<Trouble, "share" | "only">> = {},
	): void {
		const { now } = this.scheduler;
		this.weather.troubles.push({
			kind,
			from: now,
			until: now + hours * HOUR_MS,
			share: 1,
			...rest,
		});
	}

	/** Lets so many hours pass. */
	async pass(hours: number): Promise<void> {
		await this.runUntil(this.scheduler.now + hours * HOUR_MS);
	}

	/** Lets time pass until nothing is left in the queue. @throws Error when something is left after so many hours. */
	async drain(mostHours = 72): Promise<void> {
		const isEmpty = () => this.account.source.messages.length === 0;
		await this.runUntil(this.scheduler.now + mostHours * HOUR_MS, isEmpty);
		const [breach] = this.auditor.breaches;
		if (breach !== undefined) throw new Error(`${breach.rule}: ${breach.what}`);
		if (!isEmpty())
			throw new Error(`the queue is not empty after ${mostHours} h`);
	}

	#round(): void {
		this.scheduler.in(ROUND_MS, () => {
			this.#round();
			if (this.#isQuiet) return;
			this.#prober.invoke(
				(answer) => answer({ action: "tick" }),
				(result) => {
					if (result === undefined) this.count("a round dies");
				},
			);
		});
	}

	/** A round would do nothing but tell its gauges; then four an hour are enough. */
	get #isQuiet(): boolean {
		const { account, scheduler } = this;
		if (Math.round(scheduler.now / ROUND_MS) % 15 === 0) return false;
		const breaker = account.table.get(tableKey.breaker(this.config.mailbox));
		return (
			account.source.inFlight < MANY_IN_FLIGHT &&
			account.mapping.enabled &&
			account.mapping.wanted &&
			(breaker === undefined ||
				(breaker.kind?.S === "closed" &&
					breaker.hold === undefined &&
					breaker.rules?.L?.length === 0))
		);
	}

	#deliver(
		batch: readonly QueueMessage[],
		done: (comeBack: readonly string[] | undefined) => void,
	): void {
		const labels = batch.map(({ body }) => labelIn(body)).join(" ");
		this.sender.invoke(
			(run, deadline) => run(batch, deadline),
			(comeBack) => {
				this.count(comeBack === undefined ? "a batch dies" : "a batch ends");
				this.story.tell(
					"mapping",
					`${labels}: ${comeBack === undefined ? "all come back later" : `${comeBack.length} of ${batch.length} come back`}`,
				);
				this.auditor.checkGivenBack(
					batch
						.filter(({ id }) => comeBack?.includes(id))
						.map(({ handle }) => handle),
				);
				done(comeBack);
			},
		);
	}
}
