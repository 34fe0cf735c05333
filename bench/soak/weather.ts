import type { GmailFault } from "../../local/gmail/faults.ts";
import { GMAIL } from "../../local/gmail/replies.ts";
import type { BenchSender } from "../parts/sender.ts";
import type { Audit } from "./audit.ts";
import { INSTANTS, type Instant } from "./faults.ts";
import { indexIn } from "./messages.ts";
import { queueOf } from "./queue.ts";
import type { Random } from "./random.ts";
import { type TableFault, watchTable } from "./table.ts";

type Named = GmailFault & { readonly name: string };

/** Requests to the table among which a fault is; of those that hang each costs seconds. */
const TABLE_REQUESTS = { most: 40, hanging: 4 };
const HANGS_MS = { least: 300, most: 5000 };
const SLOW = { times: 10, delayMs: 200 };

/** The faults of a soak: which is next is chance's, when it is due depends on how many mails were accepted. */
export class Weather {
	readonly fired = new Map<string, number>();
	/** What happened when, in ms since the start. */
	readonly marks: { readonly at: number; readonly name: string }[] = [];
	isBad = false;
	/** Google takes no more today. */
	isLimited = false;
	/** Whether a process was killed since this was last asked for. */
	wasKilled = false;
	#bag: Instant[] = [];
	#left: number;
	readonly #gap: number;
	readonly #armed: Named[] = [];
	#isDotDeadly = false;
	#table: { readonly fault: TableFault; left: number } | undefined;
	readonly #bench: BenchSender;
	readonly #audit: Audit;
	readonly #random: Random;

	/** `messages`: how many meet this weather. */
	constructor(
		bench: BenchSender,
		audit: Audit,
		random: Random,
		messages: number,
	) {
		this.#bench = bench;
		this.#audit = audit;
		this.#random = random;
		this.#gap = Math.max(1, Math.min(200, messages / (4 * INSTANTS.length)));
		this.#left = this.#gap;
		const { faults } = bench.gmail;
		const take = faults.take.bind(faults);
		faults.take = (stage, about) =>
			this.#draw(stage, about) ?? take(stage, about);
		watchTable(bench.local.aws, {
			fault: () => this.#tableFault(),
			hangMs: () => random.whole(HANGS_MS.least, HANGS_MS.most),
			onWrite: (...write) => audit.written(...write),
		});
	}

	count(name: string, times = 1): void {
		this.fired.set(name, (this.fired.get(name) ?? 0) + times);
	}

	mark(name: string): void {
		this.marks.push({ at: performance.now(), name });
	}

	/** Google took a mail, and has not yet said so. */
	onAccepted(): void {
		if (!this.isBad) return;
		if (this.#isDotDeadly) {
			this.#isDotDeadly = false;
			this.#kill("kill at the dot");
		}
		this.#left -= 1;
		if (this.#left > 0) return;
		this.#left = this.#gap * (0.5 + this.#random.next());
		if (this.#bag.length === 0) this.#bag = this.#random.shuffled(INSTANTS);
		const instant = this.#bag.pop();
		// Not in the midst of an answer alone.
		if (instant !== undefined)
			setTimeout(() => this.#begin(instant), this.#random.whole(0, 40));
	}

	#begin(instant: Instant): void {
		switch (instant) {
			case "kill":
				return this.#kill(instant);
			case "kill at the dot":
				this.#isDotDeadly = true;
				return;
			case "connections closed":
			case "connections reset":
				this.cut(instant === "connections reset" ? "reset" : "fin");
				return this.#happened(instant);
			case "taken, answer lost":
				return this.#arm({ name: instant, stage: "eom", drop: "reset" });
			case "not taken, answer lost":
				return this.#arm({
					name: instant,
					stage: "eom",
					drop: "reset",
					accept: false,
				});
			case "lost in mid-data":
				return this.#arm({ name: instant, stage: "mid-data", drop: "reset" });
			case "slow at the dot":
				for (let times = 0; times < SLOW.times; times += 1)
					this.#arm({ name: instant, stage: "eom", delayMs: SLOW.delayMs });
				return;
			case "SQS delivers twice":
				return this.#deliverTwice();
			default: {
				const fault = instant.slice("table: ".length) as TableFault;
				const { most, hanging } = TABLE_REQUESTS;
				this.#table = { fault, left: fault === "hangs" ? hanging : most };
			}
		}
	}

	/** Breaks every connection to Gmail. */
	cut(how: "fin" | "reset"): void {
		this.#audit.cutAt = performance.now();
		this.#bench.gmail.dropConnections(how);
	}

	#happened(name: string): void {
		this.count(name);
		this.mark(name);
	}

	#arm(fault: Named): void {
		this.#armed.push(fault);
	}

	#draw(
		stage: GmailFault["stage"],
		about: { readonly recipients?: readonly string[] } = {},
	): GmailFault | undefined {
		if (stage === "data" && this.isLimited) {
			this.#happened("5.4.5 daily limit");
			return { stage, reply: GMAIL.dailyLimit };
		}
		const to = about.recipients?.join() ?? "";
		// What an address asks for comes after this, and would be forgotten.
		if (to.startsWith("reply-")) return undefined;
		const at = this.#armed.findIndex((one) => one.stage === stage);
		const [fault] = at < 0 || !this.isBad ? [] : this.#armed.splice(at, 1);
		if (fault === undefined) return undefined;
		this.#happened(fault.name);
		// Of one that is taken the audit hears with the mail. In mid-data, a short one is handed over whole.
		if (fault.accept === false || stage === "mid-data")
			this.#audit.doubt(indexIn(to), "answer lost");
		return fault;
	}

	#tableFault(): TableFault | undefined {
		const table = this.#table;
		if (!this.isBad || table === undefined || table.left <= 0) return undefined;
		table.left -= 1;
		if (this.#random.next() < 0.5) return undefined;
		this.#happened(`table: ${table.fault}`);
		return table.fault;
	}

	/** The hard way; at the dot all that are at work, as nobody knows whose mail it was. */
	#kill(name: "kill" | "kill at the dot"): void {
		const busy = this.#bench.fn.environments.filter((one) => one.busy);
		const one = this.#random.pick(busy);
		const doomed = name === "kill" && one !== undefined ? [one] : busy;
		for (const { pid } of doomed) {
			if (pid === undefined) continue;
			process.kill(pid, "SIGKILL");
			this.#audit.killedAt = performance.now();
			this.wasKilled = true;
			this.#happened(name);
			if (this.#audit.sending.size > 0) this.count("kill in mid-send");
		}
	}

	/** SQS promises "at least once" alone. */
	#deliverTwice(): void {
		const queue = queueOf(this.#bench);
		const inHand = this.#random.pick([...queue.inflightMessages.values()]);
		if (inHand === undefined) return;
		queue.enqueue({ ...inHand.message });
		this.#happened("SQS delivers twice");
	}
}
