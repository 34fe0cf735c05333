/** What a batch may open of what lies in S3: each byte is held several times on its way. */
export const MOST_OPENED_BYTES = 40_000_000;

/** What the work on all texts of a batch may take together, in ms. */
export const MOST_WORK_MS = 5000;

/** What a batch has opened so far. */
export interface Opening {
	bytes: number;
	/** How long texts have been worked on, in ms. */
	workMs: number;
	/** Ends with the files that are being read: message after message, else none of them would get all of its own. */
	turn: Promise<unknown>;
	/** Epoch ms from which on no other message's files are begun. */
	readonly until: number;
}

/** What one message has opened of it. */
export interface Share {
	bytes: number;
}

/** Opens so much more of a message. @returns whether there is room: the first message may be of any size. */
export function open(bytes: number, own: Share, opening: Opening): boolean {
	const isFirst = opening.bytes === own.bytes;
	if (!isFirst && opening.bytes + bytes > MOST_OPENED_BYTES) return false;
	own.bytes += bytes;
	opening.bytes += bytes;
	return true;
}

/** Waits for those before. */
export function inTurn<T>(opening: Opening, run: () => Promise<T>): Promise<T> {
	const mine = opening.turn.then(run);
	opening.turn = mine.catch(() => {});
	return mine;
}
