/** The known name that is most similar to what was typed; undefined when none is similar. */
export function nearest(
	typed: string,
	known: readonly string[],
): string | undefined {
	const wanted = normalized(typed);
	if (wanted === "") return undefined;
	const most = Math.max(1, Math.floor(wanted.length / 3));
	const [best] = known
		// A name whose length differs by more cannot be near.
		.filter((name) => Math.abs(name.length - wanted.length) <= most + 1)
		.map((name) => ({ name, edits: editsBetween(wanted, normalized(name)) }))
		.filter(({ name, edits }) => edits <= most && edits < name.length / 2)
		.toSorted((a, b) => a.edits - b.edits);
	return best?.name;
}

/** `reply_to` and `ReplyTo` are `replyto`. */
function normalized(name: string): string {
	return name.replace(/[_-]/g, "").toLowerCase();
}

/** How many letters are wrong, missing, too many, or swapped with the next. */
function editsBetween(a: string, b: string): number {
	const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
	const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
	for (let i = 1; i <= a.length; i++) {
		rows[i] = [i];
		for (let j = 1; j <= b.length; j++) {
			const isSame = a[i - 1] === b[j - 1];
			const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			rows[i]?.push(
				Math.min(
					at(i - 1, j) + 1,
					at(i, j - 1) + 1,
					at(i - 1, j - 1) + (isSame ? 0 : 1),
					...(isSwapped ? [at(i - 2, j - 2) + 1] : []),
				),
			);
		}
	}
	return at(a.length, b.length);
}
