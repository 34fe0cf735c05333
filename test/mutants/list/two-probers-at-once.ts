import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/breaker/probe.ts",
	text: 'if ((await deps.breaker.write(started)) !== "written") return;',
	becomes: "await deps.breaker.write(started);",
	wrong: "Two rounds at once log in twice with a password that may be wrong.",
} satisfies Mutant;
