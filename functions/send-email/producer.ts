import { namesOf } from "../../core/delivery/producer-names.ts";
import { SPACE } from "../../core/delivery/space.ts";
import { cut, MAXIMUM } from "../../core/outside.ts";
import type { Batch } from "./batch.ts";
import type { SendingConfig } from "./config.ts";
import type { QueueRecord } from "./record.ts";

/** Who put a record on the queue. */
export interface Producer {
	/** For people: a granted name, else the id of its role. */
	readonly name: string;
	/** The name space of its ids. */
	readonly space: string;
	/** Spaces in which its mail may have been tried before its role got this name. */
	readonly earlierSpaces: readonly string[];
}

export function producerOf(record: QueueRecord, batch: Batch): Producer {
	const { ids } = batch.deps.config;
	const id = senderIdOf(record);
	const names = namesOf(id, batch.memory.names ?? { names: {} });
	const name = grantedName(record, batch) ?? names.at(-1);
	const spaces = [...names, id].filter((each) => each !== "");
	const space = name ?? (id === "" ? SPACE.unknown : id);
	return {
		name: name ?? (id === "" ? "unknown" : id),
		space: ids === "shared" ? SPACE.shared : space,
		earlierSpaces:
			ids === "shared" ? [] : spaces.filter((each) => each !== space),
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

/** Whether a producer, by its name, may use an alias or a place of attachments. */
export function mayUse(
	what: string,
	producer: string,
	{ onlyFor }: Pick<SendingConfig, "onlyFor">,
): boolean {
	return (
		!Object.hasOwn(onlyFor, what) || onlyFor[what]?.includes(producer) === true
	);
}
