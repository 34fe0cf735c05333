/** What a batch may open of what lies in S3: each byte is held several times on its way. */
export const MOST_OPENED_BYTES = 40_000_000;

/** Counts what a batch has opened so far. */
export interface Opening {
	bytes: number;
}

/** Whether a batch may open so much more of a message of which it has opened `own` bytes. The first one may be of any size. */
export function mayOpen(bytes: number, own: number, opening: Opening): boolean {
	return opening.bytes === own || opening.bytes + bytes <= MOST_OPENED_BYTES;
}
