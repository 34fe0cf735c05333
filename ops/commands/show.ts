import { tableKey } from "../../core/contract.ts";
import { findCopy, nameOf } from "../dead-letters/find-copy.ts";
import { findMessage } from "../dead-letters/find-message.ts";
import { readMessages, readRejected } from "../dead-letters/ledger.ts";
import { findDiscarded, readAllRejected } from "../dead-letters/rejected.ts";
import { rowOf } from "../dead-letters/sweep.ts";
import { describeStory } from "../render/render-message.ts";
import type { Story } from "../render/story.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { unclaimedText } from "../sender/unclaimed.ts";
import { wrap } from "../terminal/wrap.ts";

export const show = onSender({
	usage: "show ID [--body]",
	does: "show everything about one message, by its id or SQS message id",
	options: { body: { type: "boolean" } },
	read({ values, positionals: [id, ...others] }) {
		if (id === undefined || others.length > 0)
			throw new Misuse(
				"Cannot tell which message is meant: type show ID, with its id or SQS message id",
			);
		return { id, withBody: values.body === true };
	},
	async run({ target, flags, io }, { id, withBody }) {
		const story = await readStory(target, id);
		const { row, rejected, copy } = story;
		if (row === undefined && rejected.length === 0 && copy === undefined) {
			io.err(await unclaimedText(target, id, { flags, now: io.now() }));
			return 1;
		}
		const body = copy?.body;
		const describeBody =
			body === undefined
				? "Its body is not stored: it is not in the dead-letter queue."
				: `\n${body}`;
		return {
			ok: true,
			message: [
				wrap(describeStory(story, { flags, now: io.now() }), io.columns),
				...(withBody ? [describeBody] : []),
			].join("\n"),
			json: {
				id,
				row,
				rejected,
				deadLetter: copy?.facts,
				...(withBody ? { body: body ?? null } : {}),
			},
		};
	},
});

async function readStory(target: Target, id: string): Promise<Story> {
	const own = await findMessage(target, id);
	const named = await readRejected(target, [tableKey.dead(id)]);
	const rejected = [
		...named,
		...(await readAllRejected(target)).filter(
			({ pk, facts }) => facts.key === id && pk !== tableKey.dead(id),
		),
	];
	const mayBeDead =
		own === undefined || own.state.kind !== "SENT" || rejected.length > 0;
	const copy = mayBeDead ? await findCopy(target, id, own) : undefined;
	const row =
		own ??
		(copy === undefined
			? undefined
			: rowOf(copy, await readMessages(target, copy.places)));
	const name = row?.key ?? (copy === undefined ? id : nameOf(copy));
	const isUnknown =
		row === undefined && copy === undefined && rejected.length === 0;
	return {
		id: name,
		row,
		rejected: isUnknown ? await findDiscarded(target, id) : rejected,
		copy,
	};
}
