import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/outcome.ts",
	text: "const settled = new Set([...accepted, ...refused.map(({ index }) => index)]);",
	becomes: "const settled = new Set(refused.map(({ index }) => index));",
	wrong: "Whoever has got it gets it again with each retry for the others.",
} satisfies Mutant;
