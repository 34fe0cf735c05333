import { DEAD_CAUSES, type DeadCause } from "../../core/delivery/causes.ts";
import {
	FILTER_OPTIONS,
	FILTER_USAGE,
	fits,
	isFiltered,
	readFilter,
	UNKNOWN_CAUSE,
} from "../dead-letters/filter.ts";
import {
	keyOfMessage,
	listRejected,
	readMessages,
} from "../dead-letters/ledger.ts";
import {
	describeDifference,
	describeGroups,
	describeList,
	type Failed,
	groupFailed,
	WORDS,
} from "../render/render-failed.ts";
import { readIndex } from "../sender/dead-index.ts";
import { onSender } from "../sender/on-sender.ts";
import { readDepth } from "../sender/readings.ts";
import type { Target } from "../sender/target.ts";
import { argument, canBeTyped } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { wrap } from "../terminal/wrap.ts";

export const failed = onSender({
	usage: `failed ${FILTER_USAGE} [--list]`,
	does: "list the dead letters, by cause or one by one",
	options: { ...FILTER_OPTIONS, list: { type: "boolean" } },
	stray: ([word = ""]) =>
		`Cannot list ${word}: name a message with --id=${argument(word)}`,
	read: ({ values }, io) => ({
		filter: readFilter(values, io.now()),
		list: values.list === true,
	}),
	async run({ target, flags, io }, { filter, list }) {
		// What SQS itself moved is not on record: only the difference shows it.
		const isUnknown = filter.cause === UNKNOWN_CAUSE;
		const causes = DEAD_CAUSES.filter(
			(cause) =>
				filter.cause === undefined || isUnknown || cause === filter.cause,
		);
		const onRecord = await readFailed(target, causes);
		const chosen = onRecord
			.filter((one) => fits(filter, one))
			.map(({ ids: _ids, ...one }) => one);
		const filtered = isFiltered(filter);
		const depth = await readDepth(target, target.sender.deadLetterQueueUrl);
		const inQueue = depth.ready + depth.hidden;
		const difference =
			filtered && !isUnknown
				? undefined
				: describeDifference(inQueue, onRecord.length, flags);
		const asList = filtered || list;
		return {
			ok: true,
			message: [
				...(chosen.length === 0
					? ["No dead letters on record."]
					: [
							`${chosen.length} dead letter${chosen.length === 1 ? "" : "s"} on record.`,
							asList
								? describeList(chosen)
								: wrap(describeGroups(groupFailed(chosen)), io.columns),
						]),
				...(difference === undefined ? [] : [difference]),
				...(chosen.length === 0
					? []
					: [`Details of a message: ${OPS} show ID${flags}`]),
			].join("\n"),
			json: {
				total: chosen.length,
				inQueue,
				...(asList ? { list: chosen } : { groups: groupFailed(chosen) }),
			},
		};
	},
});

/** Reads the index. Rows are read only for messages without a reply from Google, for key and sentence. */
async function readFailed(
	target: Target,
	causes: readonly DeadCause[],
): Promise<readonly (Failed & { readonly ids: readonly string[] })[]> {
	const entries = await readIndex(target, { causes });
	const pks = entries.map(({ pk }) => pk);
	const { rows, faults } = await listRejected(target, pks);
	const rejected = new Map(rows.map((row) => [row.pk, row]));
	const sentences = await readSentences(
		target,
		entries.flatMap(({ pk, reply }) => (reply === undefined ? [pk] : [])),
	);
	return entries.map(({ pk, cause, producer = "unknown", at, reply }) => {
		const facts = rejected.get(pk)?.facts;
		const rest = pk.slice(pk.indexOf("#") + 1);
		const key = keyOfMessage(pk) ?? facts?.key ?? rest;
		const id = canBeTyped(key) ? key : rest;
		return {
			id,
			ids: [id, rest],
			cause,
			producer,
			at,
			said: (
				faults.get(pk) ??
				reply ??
				facts?.problems?.[0]?.sentence ??
				sentences.get(pk) ??
				WORDS[cause]
			).replace(/\s+/g, " "),
		};
	});
}

/** Sentences on messages that were never sent to Google, by the keys of their rows. */
async function readSentences(
	target: Target,
	pks: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const own = pks.filter((pk) => keyOfMessage(pk) !== undefined);
	const rows = await readMessages(target, own);
	return new Map(
		[...rows].flatMap(([pk, { state }]) => {
			const [first] = state.kind === "FAILED" ? (state.problems ?? []) : [];
			return first === undefined ? [] : [[pk, first.sentence]];
		}),
	);
}
