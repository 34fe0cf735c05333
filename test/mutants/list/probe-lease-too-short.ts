import type { Mutant } from "../mutant.ts";

export default {
	path: "core/breaker/breaker.ts",
	text: "export const PROBE_LEASE_MS = (2 * BUDGET.login + 30) * 1000;",
	becomes: "export const PROBE_LEASE_MS = 2 * BUDGET.login + 30;",
	wrong: "A round, an operator and a new secret log in side by side.",
} satisfies Mutant;
