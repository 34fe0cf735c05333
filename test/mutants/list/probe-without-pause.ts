import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/gate.ts",
	text: "return isMendedBySecret(cause) && failed !== secretVersion;",
	becomes: "return isMendedBySecret(cause) || failed === secretVersion;",
	wrong:
		"A wrong password is tried each minute, until Google locks the account.",
} satisfies Mutant;
