import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/shared/secret-store.ts",
	text: "if (cached !== undefined && now() - cached.at < maxAgeMs)",
	becomes: "if (cached !== undefined)",
	wrong: "A new password is never noticed by a warm environment.",
} satisfies Mutant;
