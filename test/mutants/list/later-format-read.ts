import type { Mutant } from "../mutant.ts";

export default {
	path: "core/item-format.ts",
	text: "return format <= ITEM_FORMAT",
	becomes: "return format >= ITEM_FORMAT",
	wrong:
		"An older version after a rollback misreads what a later one has written.",
} satisfies Mutant;
