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
	readIndex,
	readRejected,
} from "../dead-letters/ledger.ts";
import {
	type Failed,
	groupFailed,
	sayDifference,
	sayGroups,
	sayList,
} from "../render/render-failed.ts";
import { readDepth } from "../sender/queue-depth.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type Target,
} from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const failed: Command = {
	usage: `failed ${FILTER_USAGE} [--list] ${COMMON_USAGE} — what is in the dead-letter queue, by cause or one by one`,
	async run(args, io) {
		const {
			values,
			positionals,
			target: options,
			json,
		} = readOptions(args, { ...FILTER_OPTIONS, list: { type: "boolean" } });
		if (positionals.length > 0)
			throw new Misuse(
				`Cannot list ${positionals[0]}: name a message with --id ${positionals[0]}`,
			);
		const filter = readFilter(values, io.now());
		const target = await findTarget(options);
		try {
			const flags = flagsOf(options, target);
			// What SQS itself moved is on no record: only the difference tells of it.
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
					: sayDifference(inQueue, onRecord.length, flags);
			const asList = filtered || values.list === true;
			if (json) {
				io.out(
					JSON.stringify({
						total: chosen.length,
						inQueue,
						...(asList ? { list: chosen } : { groups: groupFailed(chosen) }),
					}),
				);
				return 0;
			}
			io.out(
				[
					chosen.length === 0
						? "No dead letters on record."
						: `${chosen.length} dead letter${chosen.length === 1 ? "" : "s"} on record.`,
					...(chosen.length === 0
						? []
						: [asList ? sayList(chosen) : sayGroups(groupFailed(chosen))]),
					...(difference === undefined ? [] : [difference]),
					...(chosen.length === 0
						? []
						: [`More of one: npm run ops -- show ID${flags}`]),
				].join("\n"),
			);
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

/** From the index; only rejected messages need their rows read, for key and sentence. */
async function readFailed(
	target: Target,
	causes: readonly DeadCause[],
): Promise<readonly (Failed & { readonly ids: readonly string[] })[]> {
	const entries = await readIndex(target, causes);
	const rejected = new Map(
		(
			await readRejected(
				target,
				entries
					.map(({ pk }) => pk)
					.filter((pk) => keyOfMessage(pk) === undefined),
			)
		).map((row) => [row.pk, row]),
	);
	return entries.map(({ pk, cause, producer, at, reply }) => {
		const facts = rejected.get(pk)?.facts;
		const id = keyOfMessage(pk) ?? facts?.key ?? pk;
		return {
			id,
			ids: [id, pk.slice(pk.indexOf("#") + 1)],
			cause,
			producer,
			at,
			said: (reply ?? facts?.problems?.[0]?.sentence ?? "").replace(
				/\s+/g,
				" ",
			),
		};
	});
}
