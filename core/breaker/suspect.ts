/**
 * The producer whose messages alone, while others send, lost the last trial or opened the breaker. What follows may
 * be their own fault: for a while its mail waits, so that others' can show whether anything else is the matter.
 */
export interface Suspect {
	readonly producer: string;
	/** Epoch ms. */
	readonly until: number;
}

export const SUSPECTED_MS = 120_000;

type Change = { readonly suspect?: Suspect | undefined };

/** @param from Epoch ms from which on others may try. */
export function suspected(producer: string | undefined, from: number): Change {
	return producer === undefined
		? {}
		: { suspect: { producer, until: from + SUSPECTED_MS } };
}

/** Its own 250 clears a producer. Another's shows that it was to blame: the others' mail goes before it tries again. */
export function suspectAfterSent(
	suspect: Suspect | undefined,
	{ producer, at }: { readonly producer: string; readonly at: number },
): Change {
	if (suspect === undefined) return {};
	return suspect.producer === producer
		? { suspect: undefined }
		: suspected(suspect.producer, at);
}

/** Suspected for no longer than from now on, as when a trial is made before its time. */
export function suspectedFrom(
	suspect: Suspect | undefined,
	now: number,
): Change {
	if (suspect === undefined) return {};
	const until = Math.min(suspect.until, now + SUSPECTED_MS);
	return { suspect: { ...suspect, until } };
}

/** Whether a producer's mail waits now. */
export function isSuspected(
	suspect: Suspect | undefined,
	producer: string,
	now: number,
): suspect is Suspect {
	return suspect?.producer === producer && now < suspect.until;
}
