import { type Doubt, readDoubts } from "../dead-letters/doubts.ts";
import { onSender } from "../sender/on-sender.ts";
import { argument, canBeTyped } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { isoTime, readSince } from "../terminal/duration-text.ts";
import { onlyOptions } from "../terminal/options.ts";

export const doubts = onSender({
	usage: "doubts [--since 24h|TIME]",
	does: "list mail that may have been sent twice because the reply from Google was lost, including settled doubts",
	options: { since: { type: "string" } },
	stray: onlyOptions("--since 3d"),
	read: ({ values: { since = "24h" } }, io) => readSince(since, io.now()),
	async run({ target, flags }, since) {
		const found = await readDoubts(target, since);
		const isDead = found.some(({ state }) => state.startsWith("in the dead"));
		return {
			ok: true,
			message: [
				...(found.length === 0
					? [`No doubts since ${isoTime(since)}.`]
					: found.map(line)),
				...(isDead
					? [
							`Next step for those in the dead-letter queue: ${OPS} show ID${flags}`,
						]
					: []),
			].join("\n"),
			json: found.map(({ at, ...doubt }) => ({ ...doubt, at: isoTime(at) })),
		};
	},
});

function line({ id, row, producer, at, state }: Doubt): string {
	const name = argument(canBeTyped(id) ? id : row);
	return `${isoTime(at)}  ${name}  ${producer}  ${state}`;
}
