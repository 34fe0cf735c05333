import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/breaker/probe.ts",
	text: "const LEASE_MS = (BUDGET.login + 30) * 1000;",
	becomes: "const LEASE_MS = BUDGET.login + 30;",
	wrong: "A round, an operator and a new secret log in side by side.",
} satisfies Mutant;
