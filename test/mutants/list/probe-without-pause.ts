import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "const renewed = isMendedBySecret(cause) && failed !== secretVersion;",
	becomes: "const renewed = isMendedBySecret(cause);",
	wrong:
		"A wrong password is tried each minute, until Google locks the account.",
} satisfies Mutant;
