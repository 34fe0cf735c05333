import { tableKey } from "../../core/contract.ts";
import { findCopy } from "../dead-letters/find-copy.ts";
import { readMessage, readRejected } from "../dead-letters/ledger.ts";
import { readAllRejected } from "../dead-letters/rejected.ts";
import { type Story, sayStory } from "../render/render-message.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type Target,
} from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const show: Command = {
	usage: `show ID [--body] ${COMMON_USAGE} — everything about one message, by its id or SQS's message id`,
	async run(args, io) {
		const {
			values,
			positionals: [id, ...others],
			target: options,
			json,
		} = readOptions(args, { body: { type: "boolean" } });
		if (id === undefined || others.length > 0)
			throw new Misuse(
				"Cannot tell which message is meant: type show ID, with its id or SQS's message id",
			);
		const target = await findTarget(options);
		try {
			const flags = flagsOf(options, target);
			const story = await readStory(target, id);
			const { row, rejected, copy } = story;
			if (row === undefined && rejected.length === 0 && copy === undefined) {
				io.err(
					`Cannot find a message with the id ${id}: it is not known yet, or was forgotten after its time. Type npm run ops -- failed --list${flags}`,
				);
				return 1;
			}
			const body = values.body === true ? (copy?.body ?? null) : undefined;
			io.out(
				json
					? JSON.stringify({
							id,
							row,
							rejected,
							deadLetter: copy?.facts,
							...(body === undefined ? {} : { body }),
						})
					: sayStory(story, flags),
			);
			if (!json && body !== undefined)
				io.out(
					body === null
						? "Its body is not kept: it is not in the dead-letter queue."
						: `\n${body}`,
				);
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

async function readStory(target: Target, id: string): Promise<Story> {
	const own = await readMessage(target, id);
	const named = await readRejected(target, [tableKey.dead(id)]);
	const rejected = [
		...named,
		...(await readAllRejected(target)).filter(
			({ pk, facts }) => facts.key === id && pk !== tableKey.dead(id),
		),
	];
	const mayBeDead =
		own === undefined || own.state.kind !== "SENT" || rejected.length > 0;
	const copy = mayBeDead ? await findCopy(target, id) : undefined;
	const key = copy?.key;
	const row =
		own ?? (key === undefined ? undefined : await readMessage(target, key));
	return { id: row?.key ?? key ?? id, row, rejected, copy };
}
