import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/decide.ts",
	text: "progress: { ...progress, refused: [...progress.refused, ...added] },",
	becomes: "progress: { ...progress, refused: progress.refused },",
	wrong: "A message is called sent although somebody was refused for good.",
} satisfies Mutant;
