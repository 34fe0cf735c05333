import { OTHERS } from "../../core/contract.ts";
import {
	NO_NAMES,
	namesOf,
	sinceOf,
} from "../../core/delivery/producer-names.ts";
import { SPACE, type Spaces } from "../../core/delivery/space.ts";
import { cut, MAXIMUM } from "../../core/outside.ts";
import type { Batch } from "./batch.ts";
import type { QueueRecord } from "./record.ts";

/** Who put a record on the queue. */
export interface Producer {
	/** For people: a granted name, else the id of its role. */
	readonly name: string;
	/** The name space of its ids, and those in which its mail may have been tried before its role got this name. */
	readonly spaces: Spaces;
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
	const space = name ?? (id === "" ? SPACE.unknown : id);
	const earlier = [...names, id].filter(
		(each) => each !== "" && each !== space,
	);
	return {
		name: name ?? (id === "" ? "unknown" : id),
		spaces: ids === "shared" ? [SPACE.shared] : [space, ...earlier],
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

/** Whether a producer of that name was granted it: AWS's own services have none. */
export function isGrantedName(
	name: string,
	{ deps }: Pick<Batch, "deps">,
): boolean {
	return Object.values(deps.config.producers).includes(name);
}

/** By which name a producer is counted: only granted ones are counted apart. */
export function countedAs(
	producer: string,
	batch: Pick<Batch, "deps">,
): string {
	return isGrantedName(producer, batch) ? producer : OTHERS;
}
