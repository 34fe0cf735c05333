import type { Mutant } from "../mutant.ts";

export default {
	path: "functions/breaker/probe.ts",
	text: 'if (latest !== "unavailable" && latest.version !== secretVersion) {',
	becomes: 'if (latest === "unavailable") {',
	wrong:
		"A password that is stored while the old one is probed is tried an hour later.",
	equivalent:
		"The next round sees the newer version, and tries it at once: a minute later.",
} satisfies Mutant;
