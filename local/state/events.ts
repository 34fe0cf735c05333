import type { ServerResponse } from "node:http";
import type { LocalEvents, LocalState } from "../api.ts";
import { pageBundle } from "../page/bundle.ts";
import { type PageRun, readState } from "./state.ts";

const LOOK_EVERY_MS = 1000;
/** Some things change by time alone. */
const AT_LEAST_EVERY_MS = 15_000;
/** Calls that leave everything as it is. */
const READS =
	/^lambda (GET|POST)$| (Get|BatchGet|Query|Scan|Describe|List|Filter|Receive)\w*$/;
/** So long a state that was set by hand is left as it is. */
const SET_BY_HAND_MS = 60_000;
/** A page that takes no more is one that somebody has forgotten. */
const MOST_UNREAD_BYTES = 4_000_000;

/** Tells every open page what happens: mails at once, the run's state about once a second if it may have changed. */
export class PageEvents {
	readonly #pages = new Set<ServerResponse>();
	#run: PageRun | undefined;
	#timer: NodeJS.Timeout | undefined;
	#reading: Promise<LocalState> | undefined;
	#seen = "";
	#toldAt = 0;

	/** From now on there is a state to tell. */
	attach(run: PageRun): void {
		this.#run = run;
		if (this.#pages.size > 0) this.#begin();
	}

	open(response: ServerResponse): void {
		response.writeHead(200, {
			"content-type": "text/event-stream",
			"cache-control": "no-store",
		});
		// The browser asks again so soon when the stack was started anew.
		response.write("retry: 1000\n\n");
		this.#pages.add(response);
		if (this.#pages.size === 1) this.#begin();
		response.once("close", () => {
			this.#pages.delete(response);
			if (this.#pages.size === 0) this.#end();
		});
	}

	tell<Name extends keyof LocalEvents>(
		name: Name,
		data: LocalEvents[Name],
	): void {
		const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
		for (const page of this.#pages) {
			if (page.writableLength > MOST_UNREAD_BYTES) page.destroy();
			else page.write(text);
		}
	}

	/** The state now, read once for all who ask at a time; undefined while the run is starting. */
	state(): Promise<LocalState> | undefined {
		const run = this.#run;
		if (run === undefined) return undefined;
		this.#reading ??= pageBundle()
			.then((bundle) => readState(run, bundle["runbook.md"]))
			.finally(() => {
				this.#reading = undefined;
			});
		return this.#reading;
	}

	#begin(): void {
		const run = this.#run;
		if (run === undefined) return;
		this.#seen = "";
		this.#timer ??= setInterval(() => void this.#look(run), LOOK_EVERY_MS);
		void this.#look(run);
	}

	#end(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	async #look(run: PageRun): Promise<void> {
		const { rules, cloudwatch } = run.aws.services;
		if (!rules.justFired) cloudwatch.evaluate(SET_BY_HAND_MS);
		const seen = signsOf(run);
		const isLate = performance.now() - this.#toldAt > AT_LEAST_EVERY_MS;
		if (this.#reading !== undefined || (seen === this.#seen && !isLate)) return;
		this.#seen = seen;
		this.#toldAt = performance.now();
		try {
			const state = await this.state();
			if (state !== undefined) this.tell("state", state);
		} catch (error) {
			// A run that stops answers no more.
			if (this.#timer !== undefined) console.error(`page: ${error}`);
		}
	}
}

/** Differs when something may have changed: whatever is written passes the endpoint, and alarms follow the clock. */
function signsOf({ aws, drills }: PageRun): string {
	let writes = 0;
	for (const [call, count] of aws.endpoint.calls)
		if (!READS.test(call)) writes += count;
	const red = aws.services.cloudwatch.red.map(({ AlarmName }) => AlarmName);
	return JSON.stringify([writes, aws.aheadMs, drills(), red]);
}
