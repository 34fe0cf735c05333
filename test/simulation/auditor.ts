import { unmarshall } from "@aws-sdk/util-dynamodb";
import { breakerOf } from "../../core/breaker/breaker.ts";
import type { MessageRule } from "../../core/breaker/holds.ts";
import { DEAD_LETTER_ATTRIBUTE, TABLE, tableKey } from "../../core/contract.ts";
import { readFacts } from "../../core/delivery/dead-letter.ts";
import { placeIn } from "../../core/delivery/space.ts";
import type { Limits } from "../../core/quota/limits.ts";
import { quotaOf } from "../../core/quota/quota.ts";
import { usedOf } from "../../core/quota/window.ts";
import type { Account } from "./aws/account.ts";
import { PRODUCER, type QueueMessage } from "./aws/queue.ts";
import type { Item } from "./aws/table.ts";
import type { Process } from "./engine/process.ts";
import type { Delivery, Gmail, Login } from "./gmail/gmail.ts";

/** What must never be, and was. `at` is epoch ms. */
export interface Breach {
	readonly at: number;
	readonly rule: string;
	readonly what: string;
}

interface Watched {
	readonly account: Account;
	readonly gmail: Gmail;
	readonly mailbox: string;
	readonly onAmbiguous: "resend" | "hold";
	readonly now: () => number;
	/** Something is the matter with the table, so that nobody may hear that a login was refused. */
	readonly areWritesLost: () => boolean;
	/** Until when a mail is wanted, by its label. Epoch ms. */
	readonly notAfter: (label: string) => number | undefined;
}

/** Causes that no message is to blame for. */
const SENDERS: ReadonlySet<unknown> = new Set([
	"auth",
	"auth-throttle",
	"quota",
]);
const MOST_ITEM_BYTES = 100_000;
const MOST_RECEIVES = 1000;
/** Environments at work at once, and as many that were just reading the breaker. */
const MOST_LOGINS = 4;
const PROBES_APART_MS = 58 * 60_000;
/** A batch that was under way when it began, and the slowest clock. */
const LONGEST_BATCH_MS = 185_000;
const CLOCKS_DIFFER_MS = 3000;
/** A send takes a while, and clocks differ. */
const NOT_AFTER_SLACK_MS = 60_000;

/** Watches each thing that is done, and holds it against what must always hold. */
export class Auditor {
	readonly breaches: Breach[] = [];
	readonly #watched: Watched;
	/** Deliveries by the label of their mail. */
	readonly #taken = new Map<string, Delivery[]>();
	/** Partition keys by Message-ID. */
	readonly #rows = new Map<string, string>();
	readonly #refused = new Map<
		string,
		{ readonly by: string; readonly at: number }[]
	>();
	readonly #hidden = new Set<string>();
	/** Probers that are logging in. */
	readonly #probing = new Set<string>();
	/** Cancellations by id, whatever has become of the rule. */
	readonly #cancelled = new Map<string, MessageRule>();
	/** How often each mail met something that may be its own fault. */
	readonly #failures = new Map<string, number>();
	/** When an operator last asked for a try at once. Epoch ms. */
	resumedAt = 0;

	constructor(watched: Watched) {
		this.#watched = watched;
		const { account, gmail } = watched;
		gmail.onAccept = (delivery) => this.#checkAccepted(delivery);
		account.table.onStaleRead = (key) =>
			this.breach("reads are consistent", `${key} is read as it was`);
		account.mapping.onUpdateTooEarly = () => {
			if (!watched.areWritesLost())
				this.breach(
					"a mapping settles first",
					"it is updated while it changes",
				);
		};
		account.source.onHide = (handle) => this.#hidden.add(handle);
		account.dead.onSend = (message) => this.#checkCopy(message);
		gmail.onLoginBegun = (process) => this.#checkProbers(process);
		gmail.onLoginOver = ({ name }) => this.#probing.delete(name);
		gmail.onFailure = (bytes, result) => {
			const isLimit =
				result.kind === "refused" && result.reply.text.includes("5.4.5");
			const label = labelIn(bytes);
			if (!isLimit) this.#failures.set(label, this.#failuresOf(label) + 1);
		};
		gmail.onLogin = (login) => this.#checkLogin(login);
		account.table.onWrite = (key, before, after) =>
			this.#checkWritten(key, before, after);
		account.source.onReceive = (message) => this.#checkReceived(message);
		account.source.onDelete = (message) => this.#checkAcknowledged(message);
		account.source.onExpiry = (message) => this.#checkAcknowledged(message);
		account.dead.onDelete = (message) => this.#checkAcknowledged(message);
	}

	breach(rule: string, what: string): void {
		this.breaches.push({ at: this.#watched.now(), rule, what });
	}

	/** What Gmail has taken of a mail. */
	deliveriesOf(label: string): readonly Delivery[] {
		return this.#taken.get(label) ?? [];
	}

	/** A process that is killed as its time is over. */
	checkTimeout(process: Process): void {
		if (this.#watched.gmail.sending.has(process))
			this.breach(
				"no send starts that cannot end",
				`${process.name} is killed in mid-send`,
			);
	}

	/** An invocation that has its result: what is still on its way then is done in the next one, or never. */
	checkFrozen(process: Process): void {
		if (process.underway > 0)
			this.breach(
				"nothing is left behind",
				`${process.name} ends with ${process.underway} calls on their way`,
			);
	}

	/** What a batch gives back has got its time to come back. Without it, it would be away for eighteen minutes. */
	checkGivenBack(handles: readonly string[]): void {
		const missing = handles.filter((handle) => !this.#hidden.has(handle));
		if (missing.length > 0 && !this.#watched.areWritesLost())
			this.breach(
				"what comes back has its time",
				`nobody set the visibility of ${missing.join(", ")}`,
			);
	}

	/** A line that a function logs. */
	checkLogged(line: string): void {
		if (/pw-|BODY of|@shop\.test/.test(line))
			this.breach("7 nothing secret is logged", line);
	}

	#checkAccepted(delivery: Delivery): void {
		const { account, now, notAfter, onAmbiguous } = this.#watched;
		const label = labelOf(delivery);
		const before = this.deliveriesOf(label);
		this.#taken.set(label, [...before, delivery]);
		if (before.some(({ bytes }) => bytes !== delivery.bytes))
			this.breach("2 one version", `${label} is taken in two versions`);
		const row = account.table.read(this.#rows.get(delivery.messageId) ?? "");
		for (const address of delivery.to) {
			const copies = before.filter(({ to }) => to.includes(address)).length;
			if (copies === 0) continue;
			const isExcused =
				copies === 1 && onAmbiguous === "resend" && row?.resends === 1;
			if (!isExcused)
				this.breach(
					"2 nobody gets it twice",
					`${address} gets ${label} for the ${copies + 1}. time; its row says ${String(row?.state)}, resends ${String(row?.resends)}`,
				);
		}
		if (row?.state === "SENT")
			this.breach("2 nobody gets it twice", `${label} is SENT, and is sent`);
		if (now() > (notAfter(label) ?? Infinity) + NOT_AFTER_SLACK_MS)
			this.breach("expired mail is not sent", `${label} goes out late`);
		this.#checkHold();
		// A rule names an id: what has none is somebody else's.
		if (
			this.#rows.get(delivery.messageId) === tableKey.message(PRODUCER, label)
		)
			this.#checkCancelled(label, row);
		this.#checkCounted({ messages: 1, recipients: delivery.to.length });
	}

	/** Under an operator's hold no batch begins; one that was under way may end. */
	#checkHold(): void {
		const { account, mailbox, now } = this.#watched;
		const { hold } = breakerOf(account.table.read(tableKey.breaker(mailbox)));
		const isOn = hold !== undefined && now() < (hold.until ?? Infinity);
		if (isOn && now() - hold.at > LONGEST_BATCH_MS)
			this.breach("nothing is sent under a hold", `held since ${hold.at}`);
	}

	/** A hold ends by its time or by an operator's word, whatever else becomes of the breaker. */
	#checkHoldKept(before: Item | undefined, after: Item): void {
		const hold = breakerOf(before && unmarshall(before)).hold;
		if (
			hold === undefined ||
			this.#watched.now() + CLOCKS_DIFFER_MS >= (hold.until ?? Infinity)
		)
			return;
		const { hold: kept, history } = breakerOf(unmarshall(after));
		if (kept === undefined && history.at(-1)?.what !== "resumed")
			this.breach("a hold is kept", `${hold.who}'s hold is gone`);
	}

	/** A refused password is tried by each environment at work once, then by the prober once an hour. */
	#checkLogin({ password, by, reply, at }: Login): void {
		if (!reply.startsWith("535")) return;
		const before = this.#refused.get(password) ?? [];
		this.#refused.set(password, [...before, { by, at }]);
		if (this.#watched.areWritesLost()) return;
		const isProber = (name: string) => name.startsWith("prober");
		if (!isProber(by)) {
			const count = before.filter((one) => !isProber(one.by)).length + 1;
			if (count > MOST_LOGINS)
				this.breach(
					"6 logins are few",
					`${count} environments try ${password}`,
				);
			return;
		}
		const last = before.findLast((one) => isProber(one.by));
		if (
			last !== undefined &&
			at - last.at < PROBES_APART_MS &&
			this.resumedAt < last.at
		)
			this.breach(
				"6 logins are few",
				`the prober tries ${password} again after ${at - last.at} ms`,
			);
	}

	/** One prober at a time. Runs in which one can die at it are excused. */
	#checkProbers(process: Process): void {
		if (!process.name.startsWith("prober")) return;
		if (this.#probing.size > 0 && !this.#watched.areWritesLost())
			this.breach(
				"6 logins are few",
				`${process.name} logs in beside ${[...this.#probing].join(", ")}`,
			);
		this.#probing.add(process.name);
	}

	/** The copy of a failed message has the number of its failure, by which a redrive is known. */
	#checkCopy({ attributes }: QueueMessage): void {
		const facts = readFacts(attributes[DEAD_LETTER_ATTRIBUTE]?.StringValue);
		const row = this.#watched.account.table.read(facts?.row ?? "");
		const { cause } = (row?.details ?? {}) as { readonly cause?: string };
		if (row?.state !== "FAILED" || cause !== facts?.cause) return;
		if (row.failure !== facts?.failure)
			this.breach(
				"a copy has its failure's number",
				`${facts?.key}: ${facts?.failure} in the copy, ${row.failure} in the row`,
			);
	}

	/** Whom an operator has cancelled does not go out, however long the rule is past. */
	#checkCancelled(
		label: string,
		row: Record<string, unknown> | undefined,
	): void {
		const rule = this.#cancelled.get(label);
		if (rule === undefined || Number(row?.failure) > 0) return;
		const { now } = this.#watched;
		// A version that was sent later is another message.
		const isMeant = Number(row?.sentAt) < (rule.before ?? Infinity);
		if (isMeant && now() - rule.at > LONGEST_BATCH_MS)
			this.breach("cancelled mail is not sent", `${label} goes out`);
	}

	/** Our own count is never below Google's. */
	#checkCounted(more: Limits): void {
		const { account, gmail, mailbox, now } = this.#watched;
		const counted = usedOf(
			quotaOf(account.table.read(tableKey.quota(mailbox))),
			now(),
		);
		const used = gmail.used();
		for (const what of ["messages", "recipients"] as const) {
			const taken = used[what] - gmail.usedByOthers + more[what];
			if (taken > counted[what])
				this.breach(
					"counted quota is not below Gmail's",
					`${counted[what]} ${what} counted, ${taken} taken`,
				);
		}
	}

	#checkWritten(key: string, before: Item | undefined, after: Item): void {
		const size = JSON.stringify(after).length;
		if (size > MOST_ITEM_BYTES)
			this.breach("items stay small", `${key} has ${size} bytes`);
		if (key === tableKey.breaker(this.#watched.mailbox)) {
			this.#checkHoldKept(before, after);
			for (const rule of breakerOf(unmarshall(after)).rules)
				if (rule.kind === "cancel" && rule.match.id !== undefined)
					this.#cancelled.set(rule.match.id, rule);
		}
		if (placeIn(key) === undefined) return;
		const state = after.state?.S;
		const cause = after.details?.M?.cause?.S;
		this.#rows.set(after.frozen?.M?.messageId?.S ?? "", key);
		const isOver =
			Number(before?.[TABLE.ttl]?.N ?? Infinity) * 1000 <= this.#watched.now();
		if (before?.state?.S === "SENT" && state !== "SENT" && !isOver)
			this.breach("SENT is for ever", `${key} becomes ${state}`);
		const label = labelIn(key);
		if (label !== "" && Number(after.attempts?.N) > this.#failuresOf(label))
			this.breach(
				"3 the account's failures cost no message",
				`${key} has ${after.attempts?.N} attempts, and failed ${this.#failuresOf(label)} times`,
			);
		if (state === "FAILED" && SENDERS.has(cause))
			this.breach(
				"3 the account's failures cost no message",
				`${key} is given up for ${cause}`,
			);
	}

	#failuresOf(label: string): number {
		return this.#failures.get(label) ?? 0;
	}

	#checkReceived({ id, receiveCount }: QueueMessage): void {
		if (receiveCount >= MOST_RECEIVES)
			this.breach(
				"1 nothing is lost",
				`${id} is received for the ${receiveCount}. time: SQS moves it without a reason`,
			);
	}

	/** What leaves a queue is settled, or lies in another one. */
	#checkAcknowledged({ id, body }: QueueMessage): void {
		const { account } = this.#watched;
		const isElsewhere = [
			...account.dead.messages,
			...account.source.messages,
		].some((message) => message.body === body);
		if (isElsewhere) return;
		const label = labelIn(body);
		const row =
			account.table.read(tableKey.message(PRODUCER, label)) ??
			account.table.read(tableKey.message(PRODUCER, id));
		if (row?.state === "SENT" || row?.state === "EXPIRED") return;
		// A 250 in hand wins over a table that does not answer.
		if (this.deliveriesOf(label).length > 0) return;
		this.breach(
			"1 nothing is lost",
			`${label} (${id}) is gone; its row says ${String(row?.state)}`,
		);
	}
}

function labelOf({ bytes }: Delivery): string {
	return labelIn(bytes);
}

/** The label of the mail that a body or a mail's bytes are of. */
export function labelIn(text: string): string {
	return /order-\d+/.exec(text)?.[0] ?? "";
}
