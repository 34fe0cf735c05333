import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "local-aws";
import type { Refusal } from "../api.ts";
import { Drills } from "../drills/drills.ts";
import type { DrillStack } from "../drills/scene.ts";
import type { LookAlikeGmail } from "../gmail/server.ts";
import { clockOf, moveClock, readMove } from "./clock.ts";
import { controlGmail } from "./gmail-control.ts";
import { readJson } from "./read-json.ts";
import { Refused } from "./refused.ts";
import { Turns } from "./turns.ts";

/** What /gmail/… and /local/… answer, but for the page's own. */
export class Control {
	readonly #gmail: LookAlikeGmail;
	readonly #turns = new Turns();
	#running: { readonly stack: DrillStack; readonly drills: Drills } | undefined;
	#isStopped = false;

	constructor(gmail: LookAlikeGmail) {
		this.#gmail = gmail;
	}

	/** From now on there is a run to control. */
	attach(stack: DrillStack): void {
		this.#running = { stack, drills: new Drills(stack) };
	}

	/** Ids of the drills that have begun and not ended. */
	get drills(): readonly string[] {
		return this.#running?.drills.on ?? [];
	}

	/** Ends a move of the clock that is under way. */
	stop(): void {
		this.#isStopped = true;
	}

	async answer(
		path: string,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const { method = "GET" } = request;
		try {
			const body = await readJson(request);
			const answer = path.startsWith("/gmail/")
				? controlGmail(path.slice("/gmail/".length), method, body, this.#gmail)
				: await this.#control(method, path, body);
			sendJson(response, 200, answer);
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			const refusal: Refusal = { Error: error.message };
			sendJson(response, error.status, refusal);
		}
	}

	async #control(
		method: string,
		path: string,
		body: unknown,
	): Promise<unknown> {
		const route = `${method} ${path}`;
		if (!ROUTES.includes(route))
			throw new Refused(
				`There is no ${route.slice(0, 100)}; there are ${[...ROUTES, ...OF_THE_PAGE].join(", ")}`,
				404,
			);
		if (this.#running === undefined)
			throw new Refused("The stack is still starting: try again in a moment");
		const { stack, drills } = this.#running;
		const { aws } = stack;
		switch (route) {
			case "GET /local/clock":
				return clockOf(aws);
			case "POST /local/clock": {
				const ms = readMove(body);
				return this.#turns.take(async () => {
					await moveClock(aws, ms, () => this.#isStopped);
					return clockOf(aws);
				});
			}
			case "GET /local/drills":
				return drills.offers();
			case "POST /local/drills":
				return this.#turns.take(() => drills.begin(body));
			default:
				return this.#turns.take(() => drills.end());
		}
	}
}

const ROUTES = [
	"GET /local/clock",
	"POST /local/clock",
	"GET /local/drills",
	"POST /local/drills",
	"DELETE /local/drills",
];
const OF_THE_PAGE = [
	"GET /local/state",
	"GET /local/events",
	"GET /local/story/MAIL",
];
