/** Format of the table's items: each has it as `v`. */
export const ITEM_FORMAT = 1;

/** Why an item is left alone, if so: a later version of the sender has written it. */
export function faultOfFormat(item: {
	readonly v?: unknown;
}): string | undefined {
	const format = Number(item.v ?? ITEM_FORMAT);
	return format <= ITEM_FORMAT
		? undefined
		: `Cannot read an item of the state table: its format is ${format}, this version knows formats up to ${ITEM_FORMAT}; deploy the version that wrote it, or a later one`;
}
