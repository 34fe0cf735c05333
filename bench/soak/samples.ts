import { existsSync, readFileSync } from "node:fs";
import type { BenchSender } from "../parts/sender.ts";
import type { Audit } from "./audit.ts";
import { readDeadLetters, waitingIn } from "./queue.ts";
import type { Weather } from "./weather.ts";

const EVERY_MS = 1000;
const TOLD_EVERY_MS = 10_000;

export interface Sample {
	/** Ms since the start. */
	readonly at: number;
	/** Mails accepted so far. */
	readonly accepted: number;
	readonly perSecond: number;
	/** MiB of each process of the sending function, by its id. */
	readonly rss: Readonly<Record<number, number>>;
	/** MiB of the process with the emulators, which keep what they took. */
	readonly ownRss: number;
	/** Messages that were being sent calmly; the name of the stretch. */
	readonly stretch: string;
}

/** Looks once a second, and throws away what the emulators keep that nobody asks for any more. */
export class Samples {
	readonly all: Sample[] = [];
	readonly #started = performance.now();
	stretch = "start";
	readonly #bench: BenchSender;
	readonly #audit: Audit;
	readonly #weather: Weather;
	readonly #timer: NodeJS.Timeout;
	#last = { at: performance.now(), accepted: 0 };
	#told = 0;

	constructor(bench: BenchSender, audit: Audit, weather: Weather) {
		this.#bench = bench;
		this.#audit = audit;
		this.#weather = weather;
		this.#timer = setInterval(() => this.look(), EVERY_MS);
	}

	get startedAt(): number {
		return this.#started;
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	look(): void {
		const at = performance.now();
		const { accepted } = this.#audit;
		const pids = this.#bench.fn.environments.flatMap(({ pid }) => pid ?? []);
		const rss = Object.fromEntries(
			pids.flatMap((pid) => {
				const mib = rssOf(pid);
				return mib === undefined ? [] : [[pid, mib]];
			}),
		);
		const seconds = (at - this.#last.at) / 1000;
		this.all.push({
			at: Math.round(at - this.#started),
			accepted,
			perSecond: Math.round((accepted - this.#last.accepted) / seconds),
			rss,
			ownRss: Math.round(process.memoryUsage.rss() / 2 ** 20),
			stretch: this.stretch,
		});
		this.#last = { at, accepted };
		this.#tell();
		this.#forget();
	}

	/** Whoever waits for minutes sees that it goes on. */
	#tell(): void {
		const { at = 0, stretch, accepted, perSecond } = this.all.at(-1) ?? {};
		if (at - this.#told < TOLD_EVERY_MS) return;
		this.#told = at;
		console.error(
			`${Math.round(at / 1000)} s: ${stretch}, ${accepted} accepted, ${perSecond}/s, ${waitingIn(this.#bench)} in the queue`,
		);
	}

	#forget(): void {
		const { local, gmail } = this.#bench;
		for (const { reply } of gmail.log.refusals as { reply: string }[]) {
			for (const name of ["450 4.2.1", "421 4.7.0"])
				if (reply.startsWith(name)) this.#weather.count(name);
		}
		for (const list of [gmail.log.refusals, gmail.log.accepted])
			(list as unknown[]).length = 0;
		local.inbox.store.delete([]);
		readDeadLetters(this.#bench, this.#audit);
	}
}

/** @throws Error where there is no /proc. */
function rssOf(pid: number): number | undefined {
	const file = `/proc/${pid}/statm`;
	if (!existsSync("/proc/self/statm"))
		throw new Error("Cannot sample memory as there is no /proc: soak on Linux");
	if (!existsSync(file)) return undefined;
	const [, pages = "0"] = readFileSync(file, "utf8").split(" ");
	return Math.round((Number(pages) * 4096) / 2 ** 20);
}
