import {
	NO_NAMES,
	namesOf,
	sinceOf,
} from "../../core/delivery/producer-names.ts";
import { SPACE } from "../../core/delivery/space.ts";
import { cut, MAXIMUM } from "../../core/outside.ts";
import type { Batch } from "./batch.ts";
import type { QueueRecord } from "./record.ts";

/** Who put a record on the queue. */
export interface Producer {
	/** For people: a granted name, else the id of its role. */
	readonly name: string;
	/** The name space of its ids. */
	readonly space: string;
	/** Spaces in which its mail may have been tried before its role got this name. */
	readonly earlierSpaces: readonly string[];
	/** Ids that it used before its name may still be in the ledger. */
	readonly isNewName: boolean;
}

export function producerOf(record: QueueRecord, batch: Batch): Producer {
	const { config, clock } = batch.deps;
	const { ids, ledgerSeconds } = config;
	const id = senderIdOf(record);
	const known = batch.memory.names ?? NO_NAMES;
	const names = namesOf(id, known);
	const name = grantedName(record, batch) ?? names.at(-1);
	const spaces = [...names, id].filter((each) => each !== "");
	const space = name ?? (id === "" ? SPACE.unknown : id);
	return {
		name: name ?? (id === "" ? "unknown" : id),
		space: ids === "shared" ? SPACE.shared : space,
		earlierSpaces:
			ids === "shared" ? [] : spaces.filter((each) => each !== space),
		isNewName: clock.now() - sinceOf(id, known) < ledgerSeconds * 1000,
	};
}

/** The name that was given at a grant to whoever put this on the queue. */
export function grantedName(
	record: QueueRecord,
	{ deps }: Batch,
): string | undefined {
	const id = senderIdOf(record);
	const { producers } = deps.config;
	return Object.hasOwn(producers, id) ? producers[id] : undefined;
}

/** A role's id, or a user's; the session's name behind it is the producer's to choose. */
function senderIdOf({ senderId }: QueueRecord): string {
	return cut(senderId, MAXIMUM.senderId).split(":", 1)[0] ?? "";
}
