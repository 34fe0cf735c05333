import { type AtSender, onSender } from "../sender/on-sender.ts";
import { type LoggedOutcome, readOutcomes } from "../sender/read-outcomes.ts";
import { Misuse } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { utc } from "../terminal/duration-text.ts";
import { onlyOptions } from "../terminal/options.ts";

const POLL_MS = 2000;
/** The maximum delay with which a line arrives in the log. */
const LATE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST = 1000;

export const tail = onSender({
	usage: "tail [--last N]",
	does: "show the outcome of each message as it occurs, until Ctrl-C; --last shows the last N of a day instead",
	options: { last: { type: "string" } },
	stray: onlyOptions("--last 20"),
	read({ values: { last } }) {
		const count = last === undefined ? undefined : Number(last);
		if (
			count !== undefined &&
			!(Number.isInteger(count) && count > 0 && count <= MOST)
		)
			throw new Misuse(
				`Cannot show the last ${last}: specify a whole number from 1 to ${MOST}`,
			);
		return count;
	},
	async run(at, count) {
		if (count === undefined) return follow(at);
		const { target, io } = at;
		const all = await readOutcomes(target, io.now() - DAY_MS);
		for (const one of all.slice(-count)) print(one, at);
		return 0;
	},
});

async function follow(at: AtSender): Promise<never> {
	const { target, io } = at;
	const began = io.now();
	let shown: readonly LoggedOutcome[] = [];
	for (;;) {
		const from = Math.max(began, io.now() - LATE_MS);
		const all = await readOutcomes(target, from);
		const known = new Set(shown.map(({ eventId }) => eventId));
		for (const one of all) if (!known.has(one.eventId)) print(one, at);
		shown = all;
		await io.sleep(POLL_MS);
	}
}

function print(one: LoggedOutcome, { json, io }: AtSender): void {
	const { at, outcome, id, producer, cause, said } = one;
	io.out(
		json
			? JSON.stringify(one)
			: [utc(at), outcome, argument(id), producer, cause, said]
					.filter((part) => part !== "")
					.join("  "),
	);
}
